"""The command line: global options, the commands, and exit codes. Decides nothing about ledgers.

Exit codes: 0 done, 1 findings at error level, 2 could not run (an unexpected exception too).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from riskledger.cli import assess, check, explain, init, policy, report, rules
from riskledger.cli.help_words import Command, Group
from riskledger.cli.options import T
from riskledger.cli.session import SESSION
from riskledger.errors import CannotRun
from riskledger.i18n import LANGUAGES, Words, asked_language, user_language, words

# The classes typer raises, whether it stands on click or carries a copy of it: a bad parameter is a usage error.
_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]
_ANY_COMPLAINT: type[Exception] = typer.BadParameter.__mro__[2]

app = typer.Typer(
    name="riskledger",
    help=T("help.app"),
    cls=Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("init", cls=Command, help=T("help.init"))(init.init)
app.command("check", cls=Command, help=T("help.check"))(check.check)
app.command("assess", cls=Command, help=T("help.assess"))(assess.assess)
app.command("explain", cls=Command, help=T("help.explain"))(explain.explain)
app.command("report", cls=Command, help=T("help.report"))(report.report)
app.command("rules", cls=Command, help=T("help.rules"))(rules.rules)
app.add_typer(policy.app, name="policy", help=T("help.policy_command"))

_FLAGS = {"-q": "quiet", "--quiet": "quiet", "--no-color": "no_color", "--debug": "debug"}


def _show_version(wanted: bool) -> None:
    if wanted:
        from riskledger import __version__

        print(f"riskledger {__version__}")
        raise typer.Exit


@app.callback()
def global_options(
    lang: Annotated[str | None, typer.Option("--lang", help=T("help.lang"))] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help=T("help.quiet"))] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help=T("help.no_color"))] = False,
    debug: Annotated[bool, typer.Option("--debug", help=T("help.debug"))] = False,
    version: Annotated[bool, typer.Option("--version", help=T("help.version"), is_eager=True, callback=_show_version)] = False,
) -> None:
    """Options of every command; they may stand before or after its name (see `global_first`)."""
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


def _with_command(arguments: list[str]) -> list[str]:
    """The arguments, with a call for help where no command is named. CannotRun no_command."""
    language_at = [place + 1 for place, argument in enumerate(arguments) if argument == "--lang"]
    rest = [argument for place, argument in enumerate(arguments) if argument not in (*_FLAGS, "--lang") and place not in language_at]
    groups = {str(group.name): group.typer_instance for group in app.registered_groups}
    commands = [*(str(command.name) for command in app.registered_commands), *groups]
    _refuse_unknown(rest[:1], commands)
    group = groups.get(rest[0]) if rest else None
    if group is not None:
        _refuse_unknown(rest[1:2], [str(command.name) for command in group.registered_commands])
    missing_language = bool(language_at) and language_at[-1] == len(arguments)
    complete = len(rest) > 1 if group is not None else rest
    return arguments if complete or missing_language else [*arguments, "--help"]


def _refuse_unknown(named: Sequence[str], commands: Sequence[str]) -> None:
    for name in named:
        if not name.startswith("-") and name not in commands:
            raise CannotRun("no_command", command=name, commands=list(commands))


def _usage_words(error: Any, said: Words) -> str:
    """What is wrong with the options and arguments given, and where to read how they go."""
    command = error.ctx.command_path if error.ctx else "riskledger"
    parameter = getattr(error, "param", None)
    if type(error).__name__ == "NoSuchOption":
        text = said("usage.no_such_option", option=error.option_name)
    elif type(error).__name__ == "BadOptionUsage":
        text = said("usage.no_value", option=error.option_name)
    elif type(error).__name__ == "MissingParameter" and parameter is not None:
        text = said("usage.missing", name=parameter.metavar or parameter.name)
    else:
        text = error.format_message().rstrip(".")
    return said("error.bad_usage", text=text, command=command)


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
        result = app(args=_with_command(global_first(arguments)), standalone_mode=False, prog_name="riskledger")
    except CannotRun as error:
        SESSION.complain(error)
    except typer.Exit as leaving:
        return leaving.exit_code
    except _USAGE_ERROR as error:
        print(said("error.prefix") + _usage_words(error, said), file=sys.stderr)
    except (_ANY_COMPLAINT, typer.Abort, KeyboardInterrupt):
        print(said("error.interrupted"), file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if SESSION.debug:
            import traceback

            traceback.print_exc()
        print(f"{said('error.prefix')}{said('error.unexpected', kind=type(error).__name__, text=error)}", file=sys.stderr)
    else:
        return result if isinstance(result, int) else 0
    return 2
