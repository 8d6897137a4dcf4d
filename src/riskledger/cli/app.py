"""The command line: global options, the commands, and exit codes. Decides nothing about ledgers.

Exit codes: 0 done, 1 findings at error level, 2 could not run (an unexpected exception too).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from click.exceptions import Abort, ClickException, Exit, UsageError

from riskledger.cli import assess, check, explain, init, rules
from riskledger.cli.options import T
from riskledger.cli.session import SESSION
from riskledger.errors import CannotRun
from riskledger.i18n import LANGUAGES, asked_language, user_language, words

app = typer.Typer(
    name="riskledger",
    help=T("help.app"),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("init", help=T("help.init"))(init.init)
app.command("check", help=T("help.check"))(check.check)
app.command("assess", help=T("help.assess"))(assess.assess)
app.command("explain", help=T("help.explain"))(explain.explain)
app.command("rules", help=T("help.rules"))(rules.rules)

_FLAGS = {"-q": "quiet", "--quiet": "quiet", "--no-color": "no_color", "--debug": "debug"}


@app.callback()
def global_options(
    lang: Annotated[str | None, typer.Option("--lang", help=T("help.lang"))] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help=T("help.quiet"))] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help=T("help.no_color"))] = False,
    debug: Annotated[bool, typer.Option("--debug", help=T("help.debug"))] = False,
    version: Annotated[bool, typer.Option("--version", help=T("help.version"))] = False,
) -> None:
    """Options of every command; they may stand before or after its name (see `global_first`)."""
    if version:
        from riskledger import __version__

        print(f"riskledger {__version__}")
        raise typer.Exit
    if lang is not None and lang not in LANGUAGES:
        raise CannotRun("bad_language", value=lang)
    SESSION.quiet, SESSION.debug = quiet, debug
    SESSION.colour = not no_color and not os.environ.get("NO_COLOR")


def global_first(arguments: Sequence[str]) -> list[str]:
    """The arguments with the global options moved to the front, so that they may stand anywhere before `--`."""
    front: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        if argument == "--":
            rest += [argument, *waiting]
            break
        if argument in _FLAGS or argument.startswith("--lang="):
            front.append(argument)
        elif argument == "--lang" and waiting:
            front += [argument, waiting.pop(0)]
        else:
            rest.append(argument)
    return front + rest


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    SESSION.language = user_language(arguments, os.environ)
    SESSION.asked = asked_language(arguments, os.environ)
    SESSION.debug = "--debug" in arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that cannot show a character shows ? instead of failing
    said = words(SESSION.language)
    try:
        result = app(args=global_first(arguments), standalone_mode=False, prog_name="riskledger")
    except CannotRun as error:
        SESSION.complain(error)
    except Exit as leaving:
        return leaving.exit_code
    except UsageError as error:
        usage = error.ctx.get_usage() + "\n" if error.ctx else ""
        print(f"{usage}{said('error.prefix')}: {said('error.bad_usage', text=error.format_message())}", file=sys.stderr)
    except (ClickException, Abort, KeyboardInterrupt):
        print(said("error.interrupted"), file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if SESSION.debug:
            import traceback

            traceback.print_exc()
        print(f"{said('error.prefix')}: {said('error.unexpected', kind=type(error).__name__, text=error)}", file=sys.stderr)
    else:
        return result if isinstance(result, int) else 0
    return 2
