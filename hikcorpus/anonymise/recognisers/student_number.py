"""Student numbers beside the word for one."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import END

NUMBER = rf"(?<![0-9A-Za-z])(?=[0-9A-Za-z\-/]*[0-9]{{3}})[0-9A-Za-z](?:[\-/]?[0-9A-Za-z]){{3,13}}{END}"
"""A number of an institution's own making: three digits in a row at least, letters among them."""


class StudentNumberRecogniser(Recogniser):
    """Whatever number follows `opiskelijanumero`, `student ID` or 学籍番号."""

    ENTITY = "STUDENT_NUMBER"
    DIGITS = 3
    SHAPES = (
        Shape(
            "cued",
            r"(?:(?:opiskelija|opinto)(?:numero|tunnu|kortti)[a-zåäö]*|opiskelijanro|opnro|op\.? ?nro|"
            r"opisk\.? ?(?:nro|numero|no)|opiskelija-?id|hakija(?:numero|nro|tunnus)[a-zåäö]*|koenumero[a-zåäö]*|"
            r"kokelasn(?:umero|ro)[a-zåäö]*|ylioppilasnumero[a-zåäö]*|oppijanumero[a-zåäö]*|"
            r"student(?: card)?[ ]?(?:id|number|no\.?|num|#)|matric(?:ulation)?(?: ?(?:number|no\.?|num|#))?|"
            r"(?:exam(?:ination)?|candidate|applicant|application|admission|enrol?lment|"
            r"roll|registration|ucas|school|uni(?:versity)?|college|campus)[ ]?(?:card )?(?:id|number|no\.?|num|#)|"
            r"(?:exam|candidate|applicant|application) reference|受験番号|"
            r"受験票(?:番号)?|出願番号|志願者番号|学生ID|学生No\.?|学籍|在籍番号|"
            r"出席番号|整理番号|"
            rf"学籍番号|学生番号|学生証(?:番号)?|生徒番号)(?:ni|nsa|は|が)?[^\n0-9A-Za-z]{{0,6}}(?:(?:on|is|oli|was|siis|still|it|it's|=|"
            rf"番)[ :]+){{0,2}}\K{NUMBER}",
            0.8,
            (
                "op",
                "hakija",
                "koenumero",
                "kokelas",
                "student",
                "matric",
                "exam",
                "candidate",
                "appl",
                "admission",
                "enrol",
                "roll",
                "regist",
                "ucas",
                "school",
                "uni",
                "college",
                "campus",
                "学",
                "生徒",
                "受験",
                "出願",
                "志願",
                "番号",
            ),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("opiskelijanumeroni on 1234567", "1234567"),
            ("opiskelijanumero: a1234567", "a1234567"),
            ("学籍番号は12AB345です", "12AB345"),
            ("my student ID is S1234567", "S1234567"),
            ("student number 20-123456", "20-123456"),
            ("opnro 1234567", "1234567"),
            ("matric no 1234567A", "1234567A"),
            ("受験番号は10234でした", "10234"),
        ),
        not_found=(
            "student id card lost",
            "opiskelijanumero hukassa vuonna",
            "学生番号を忘れた",
            "students 100 of them",
        ),
    )
