"""Patient, record and insurance numbers of health care beside the word for one."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.recognisers.student_number import NUMBER


class PatientNumberRecogniser(Recogniser):
    """Whatever number follows `potilasnumero`, `patient ID`, `MRN`, `NHS number`, 診察券番号 or 患者番号."""

    ENTITY = "PATIENT_NUMBER"
    DIGITS = 3
    SHAPES = (
        Shape(
            "cued",
            r"(?:(?:potilas|hoito|asiakas|kela)(?:numero|tunnu|kortti)[a-zåäö]*|potilasnro|potilas-?id|asiakasnro|"
            r"as\.? ?nro|hoitojakso(?:n )?(?:numero|tunnus)|potilastunnus[a-zåäö]*|diaarinumero[a-zåäö]*|"
            r"patient[ ]?(?:id|number|no\.?|#)|(?<![a-z])mrn(?: number)?|medical record(?: number| no\.?)?|"
            r"hospital (?:number|no\.?|id)|nhs(?: (?:number|no\.?|num|#))?|chi number|medicare (?:number|no\.?)|"
            r"health card(?: number)?|case number|member id|insurance (?:id|number|no\.?)|chart (?:number|no\.?)|"
            r"patient|"
            r"診察券(?:の)?(?:番号)?|患者(?:番号|ID|No\.?)|受付番号|診察番号|ID番号|病院のID|保険証番号|診察カード|カルテ番号|手帳番号|受給者番号|被保険者番号)"
            rf"[^\n0-9A-Za-z]{{0,6}}(?:(?:on|is|oli|was)[ :]+)?\K(?:[0-9]{{3}}[ \-][0-9]{{3}}[ "
            rf"\-][0-9]{{4}}(?![0-9])|{NUMBER})",
            0.8,
            (
                "nro",
                "case",
                "member",
                "insurance",
                "chart",
                "health card",
                "chi ",
                "medicare",
                "病院",
                "診察",
                "potilas",
                "numero",
                "tunnu",
                "kortti",
                "nro",
                "patient",
                "mrn",
                "record",
                "number",
                "nhs",
                "診察券",
                "番号",
                "患者",
            ),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("potilasnumero on 123456", "123456"),
            ("診察券番号は0012345です", "0012345"),
            ("患者ID：A12345", "A12345"),
            ("my MRN is 00123456", "00123456"),
            ("NHS number 943 476 5919", "943 476 5919"),
        ),
        not_found=("patient number one", "potilasnumero hukassa", "診察券を出した", "asiakasnumero 12"),
    )
