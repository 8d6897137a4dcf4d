"""The one exception of the program: it cannot run, and nothing was written."""

from __future__ import annotations


class CannotRun(Exception):  # noqa: N818 - named by what it tells the user
    """The job cannot be done; exit code 2.

    Carries no sentence: `code` is a key of the catalogues (`error.<code>`), `params` fill its places, so that the
    message comes out in the user's language. `code` is stable and is also printed with `--debug` and in JSON.
    """

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(f"{code} {params}")
        self.code = code
        self.params = params
