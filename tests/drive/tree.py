"""The window as assistive technology sees it: found by role and name, never by place."""

import os
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

WAIT_S = 60
PATIENCE = float(os.environ.get("LOOKBOOK_TEST_PATIENCE", "1"))  # how much slower all is allowed to be


class Missing(Exception):
    """What should be in the window is not."""


def wait(what, condition, seconds=WAIT_S):
    """The first true answer of condition(), or Missing once the seconds, times PATIENCE, are over."""
    end = time.monotonic() + seconds * PATIENCE
    while True:
        try:
            answer = condition()
        except GLib.Error:  # a node that went away while it was looked at
            answer = None
        if answer:
            return answer
        if time.monotonic() > end:
            raise Missing(what)
        time.sleep(0.05)


def applications():
    desktop = Atspi.get_desktop(0)
    children = [desktop.get_child_at_index(i) for i in range(desktop.get_child_count())]
    return [child for child in children if child is not None]


def application(pid):
    """That of one process: one that has ended may stay on the bus for a moment."""
    return next((child for child in applications() if child.get_process_id() == pid), None)


def application_named(name):
    """One in a sandbox, whose process the bus does not know."""
    return next((child for child in applications() if child.get_name().lower() == name), None)


def is_showing(node):
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def is_focused(node):
    return node.get_state_set().contains(Atspi.StateType.FOCUSED)


def is_sensitive(node):
    return node.get_state_set().contains(Atspi.StateType.SENSITIVE)


def walk(node):
    """Every node below and with this one that shows, in reading order."""
    stack = [node]
    while stack:
        one = stack.pop()
        try:
            # What is in something hidden is hidden too; only the application itself never shows.
            if one is None or not (one is node or is_showing(one)):
                continue
            yield one
            count = one.get_child_count()
            stack.extend(one.get_child_at_index(i) for i in reversed(range(count)))
        except GLib.Error:
            continue


def words(node):
    """What a node says: its name, or the text of one that reports a state."""
    name = node.get_name() or ""
    if name or node.get_text_iface() is None:
        return name
    return text(node)[:200]


def text(node):
    """What is in an entry or a label."""
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def find_all(root, role=None, name=None, starts=None):
    found = []
    for node in walk(root):
        try:
            if role is not None and node.get_role_name() not in (role if isinstance(role, tuple) else (role,)):
                continue
            said = words(node)
            if name is not None and said != name:
                continue
            if starts is not None and not said.startswith(starts):
                continue
            found.append(node)
        except GLib.Error:
            continue
    return found


def find(root, role=None, name=None, starts=None, seconds=WAIT_S):
    what = f"{role or 'anything'} named {name or (starts or '') + '…'}"
    return wait(what, lambda: find_all(root, role, name, starts), seconds)[0]


def activate(node):
    """What a click or Return does."""
    action = node.get_action_iface()
    if action is None or not action.do_action(0):
        raise Missing(f"{node.get_role_name()} {node.get_name()} can't be activated")

