"""Coding: comments become mentions, each with theme, polarity and evidence."""

from drijfveer.coding.batch import CodedComments, Coder, code_comments
from drijfveer.coding.reader import Coding, Mention, Reader, SignalMention

__all__ = ["CodedComments", "Coder", "Coding", "Mention", "Reader", "SignalMention", "code_comments"]
