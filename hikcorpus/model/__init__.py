"""The words of the field as types: board, thread, message, and the columns of every table."""

from hikcorpus.model.board import Board, PosterIdScope
from hikcorpus.model.message import Attachment, Message, Ref, Thread

__all__ = ["Attachment", "Board", "Message", "PosterIdScope", "Ref", "Thread"]
