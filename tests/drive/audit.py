"""What the window says to assistive technology, and what in it says nothing."""

from gi.repository import GLib

import tree

# What a person acts on, chooses or looks at. A container, a separator, a plain text needs no name.
NAMED = {
    "button", "check box", "column header", "combo box", "dialog", "entry", "frame", "icon", "image",
    "level bar", "link", "list item", "menu button", "page tab", "password text",
    "progress bar", "push button", "radio button", "row header", "slider", "spin button", "switch",
    "table", "table cell", "table row", "text", "toggle button", "tree item", "window",
}

# The toolkit gives the items of its menus no name. They are the only ones that may do without.
TOOLKIT = ("menu item",)

# A row that can't have the focus is one more container: what is in it speaks. So is the row that
# the toolkit puts around the rows of one that opens, and the one inside a combo row, though both
# say that they could have it.
ROWS = ("list item", "row header", "table cell", "table row", "tree item")

STATES = (("checked", "CHECKED"), ("chosen", "SELECTED"), ("pressed", "PRESSED"),
          ("focused", "FOCUSED"), ("open", "EXPANDED"))


def showing(root):
    """Each node that shows, with its role, its name and what is above it, in reading order."""
    stack = [(root, ())]
    while stack:
        node, above = stack.pop()
        try:
            role = node.get_role_name()
            if above and not tree.is_showing(node):
                continue
            name = (node.get_name() or "").strip()
            yield node, role, name, above
            below = above + ((role, name),)
            children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
            stack.extend((child, below) for child in reversed(children) if child is not None)
        except GLib.Error:
            continue  # it went away while it was looked at


def is_nameless(node, role, name, above):
    if role not in NAMED or role in TOOLKIT or any(map(str.isalnum, name)):
        return False
    if role not in ROWS:
        return True
    return (node.get_state_set().contains(tree.Atspi.StateType.FOCUSABLE)
            and not any(one == "combo box" for one, _ in above) and not holds_row(node, role))


def holds_row(node, role, depth=3):
    inside = [node.get_child_at_index(i) for i in range(node.get_child_count())]
    return any(one.get_role_name() == role or (depth > 1 and holds_row(one, role, depth - 1))
               for one in inside if one is not None)


def line(node, role, name, above):
    said = " ".join((name or tree.words(node)).split())
    description = " ".join((node.get_description() or "").split())
    if not said and not description and role not in NAMED:
        return None
    states = node.get_state_set()
    marks = [word for word, state in STATES
             if states.contains(getattr(tree.Atspi.StateType, state))]
    if role in NAMED and not states.contains(tree.Atspi.StateType.SENSITIVE):
        marks.append("insensitive")
    depth = sum(1 for _, one in above if one)
    return ("  " * depth + f"{role}: {said}" + (f" ({' '.join(marks)})" if marks else "")
            + (f" — {description}" if description and description != said else ""))


def report(root):
    """Two lists of lines: what is said, and each node that needs a name and has none."""
    said, nameless = [], []
    for node, role, name, above in showing(root):
        try:
            if is_nameless(node, role, name, above):
                place = " › ".join(f"{one} “{words}”" for one, words in above if words)
                nameless.append(f"{role} in {place}")
            words = line(node, role, name, above)
        except GLib.Error:
            continue
        if words is not None:
            said.append(words)
    return said, nameless
