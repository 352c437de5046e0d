"""Every command, option and exit code of the program is in the man page, the help page and both
completions, and nothing else is; the script in the help page is the one that a test runs."""

import html
import os
import re
import subprocess
import sys

ROOT, LOOKBOOKCTL = sys.argv[1:3]
READING = ("check", "datasets", "show", "list", "find", "serve")


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def said(*arguments):
    return subprocess.run([LOOKBOOKCTL, *arguments], capture_output=True, text=True, check=True,
                          env=dict(os.environ, LC_ALL="C.UTF-8")).stdout


def program():
    """Options by command, and what the exit codes mean."""
    top = said("--help")
    verbs = re.findall(r"^  ([a-z]+)\b", re.search(r"Commands:\n(.*?)\n\n", top, re.S)[1], re.M)
    codes = dict(re.findall(r"^ +(\d+)  (.*)$", top.split("Exit status:\n")[1], re.M))
    found = {verb: set(re.findall(r"^  (?:-\w, )?--([\w-]+)", said(verb, "--help"), re.M)) - {"help"}
             for verb in verbs}
    return found, codes


def roff(text):
    return (text.replace("\\-", "-").replace("\\(cq", "’").replace("\\(lq", "“")
            .replace("\\(rq", "”").replace("\\(aq", "'").replace("\\&", "").replace("\\fI", "")
            .replace("\\fR", ""))


def manual():
    text = read("data", "man", "lookbookctl.1")
    parts = re.split(r"^\.SS lookbookctl ", text.split(".SH COMMANDS\n")[1].split("\n.SH ")[0],
                     flags=re.M)[1:]
    found = {re.match(r"\w+", part)[0]:
             set(re.findall(r"^\.B[RI]?(?: \S+ \", \")? ?--([\w-]+)", roff(part), re.M))
             for part in parts}
    codes = re.findall(r"^\.TP\n\.B (\d+)\n(.*)\.$", text.split(".SH EXIT STATUS\n")[1], re.M)
    return found, {code: roff(words) for code, words in codes}


def page():
    text = read("help", "C", "command-line.page")
    parts = text.split('<section id="commands">')[1].split("<item><title><cmd>")[1:]
    found = {re.match(r"\w+", part)[0]:
             set(re.findall(r"<cmd>(?:-\w, )?--([\w-]+)", part)) for part in parts}
    codes = re.findall(r"<item><title>(\d+)</title><p>(.*?)</p></item>", text)
    return found, {code: html.unescape(words) for code, words in codes}


def bash():
    text = read("data", "completions", "lookbookctl")
    return {verb: set(re.findall(r"--([\w-]+)", options)) - {"help"}
            for verb, options in re.findall(r'^ +(\w+)\) options="(.*)" ;;$', text, re.M)}


def zsh():
    text = read("data", "completions", "_lookbookctl")
    parts = re.findall(r"^    (\w+)\)\n(.*?)^      ;;$", text, re.M | re.S)
    return {verb: set(re.findall(r"['{,]--([\w-]+)", part)) - {"help"} for verb, part in parts}


def listed_verbs():
    """Those that each completion offers as the first word."""
    yield "bash", set(re.search(r'_lookbookctl_words "([a-z ]+) --help',
                                read("data", "completions", "lookbookctl"))[1].split())
    yield "zsh", set(re.findall(r"^    '([a-z]+):", read("data", "completions", "_lookbookctl"), re.M))


def differences(real, told):
    problems = [f"{verb} is not there" for verb in sorted(real.keys() - told.keys())]
    problems += [f"there is no command {verb}" for verb in sorted(told.keys() - real.keys())]
    for verb in sorted(real.keys() & told.keys()):
        problems += [f"{verb} --{option} is not there" for option in sorted(real[verb] - told[verb])]
        problems += [f"there is no {verb} --{option}" for option in sorted(told[verb] - real[verb])]
    return problems


def code_differences(real, told):
    return [f"{code} is “{told.get(code)}” and not “{words}”"
            for code, words in real.items() if told.get(code) != words]


BASH = r"""
complete () { :; }
_filedir () { COMPREPLY+=(FILES); }
_init_completion () { words=("${COMP_WORDS[@]}") cword=$COMP_CWORD
  cur=${words[cword]} prev=${words[cword - 1]}; }
compopt () { :; }
lookbookctl () { printf '%s\n' Harbour/Boats 'Harbour/Two Words'; }
. "$1"; shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
_lookbookctl; printf '%s\n' "${COMPREPLY[@]}"
"""


def completed(*words):
    path = os.path.join(ROOT, "data", "completions", "lookbookctl")
    done = subprocess.run(["bash", "-c", BASH, "bash", path, "lookbookctl", *words],
                          capture_output=True, text=True, check=False)
    return done.stdout.split("\n")[:-1], done.stderr


def completes():
    for words, wanted in ((("re",), ["refine", "regenerate", "replace", "rename"]),
                          (("show", "Harbour/T"), ["Harbour/Two\\ Words"]),
                          (("refine", "Boats", "--pre"), ["--preview"]),
                          (("export", "Boats", "-f", "t"), ["txt"]),
                          (("check", ""), ["FILES"])):
        found, complaint = completed(*words)
        if found != wanted or complaint:
            yield f"{' '.join(words)}: {found} {complaint}"


def script():
    text = read("help", "C", "command-line.page")
    told = html.unescape(re.search(r"<screen>(#!/bin/sh.*?)</screen>", text, re.S)[1])
    return [] if told == read("tests", "cli", "main-job.sh").rstrip("\n") else ["it is another one"]


def main():
    real, codes = program()
    told_manual, manual_codes = manual()
    told_page, page_codes = page()
    cases = [
        ("the man page has every command and option", differences(real, told_manual)),
        ("the man page has the exit codes", code_differences(codes, manual_codes)),
        ("the help page has every command and option", differences(real, told_page)),
        ("the help page has the exit codes", code_differences(codes, page_codes)),
        ("the completion of bash has every option", differences(real, bash())),
        ("the completion of zsh has every option", differences(real, zsh())),
        ("the completion of bash completes", list(completes())),
        ("the script in the help page is the one that is run", script()),
        ("each command says what it prints as JSON",
         [f"{verb} has no --json" for verb, options in real.items() if "json" not in options]),
        ("each command that changes something can be tried",
         [f"{verb} has no --dry-run" for verb, options in real.items()
          if verb not in READING and "dry-run" not in options]),
    ]
    cases += [(f"the completion of {shell} has every command", sorted(verbs ^ real.keys()))
              for shell, verbs in listed_verbs()]

    print(f"1..{len(cases)}")
    for number, (name, problems) in enumerate(cases, 1):
        print(f"{'not ok' if problems else 'ok'} {number} - {name}")
        for problem in problems:
            print(f"# {problem}")
    return 1 if any(problems for name, problems in cases) else 0


sys.exit(main())
