"""Write an upload's bytes to the installation's disk as they come; nothing of a large file stands in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from homeroom.intake import uploads
from homeroom.intake.errors import installation


class Keeping(FileUploadHandler):
    """Django's parser hands every file to this. `token` stands for the upload, `files` are those that came whole."""

    def __init__(self) -> None:
        super().__init__()
        self.token = ""
        self.files: list[Path] = []
        self.writer: BinaryIO | None = None
        self.path = Path()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.token = self.token or uploads.new()
        self.path, self.writer = uploads.create(self.token, self.file_name or "")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.writer:
            with installation(self.file_name or "The file"):
                self.writer.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        if self.writer:
            with installation(self.file_name or "The file"):
                uploads.settle(self.writer)
            self.files.append(self.path)
            self.writer = None
        return None

    def drop(self) -> None:
        """Forget all that came: the upload was not accepted."""
        if self.writer:
            self.writer.close()
        if self.token:
            uploads.drop(uploads.folder(self.token))
