"""The pictures that a person would drop: scenes of the sample drawings, and a few odd ones."""

import io
import os
import subprocess

from PIL import Image

SAMPLES = os.path.join(os.path.dirname(__file__), "..", "..", "data", "samples")


def draw(name, width):
    png = subprocess.run(["rsvg-convert", "-w", str(width), os.path.join(SAMPLES, name + ".svg")],
                         check=True, capture_output=True).stdout
    return Image.open(io.BytesIO(png)).convert("RGBA")


def make(folder):
    """Writes the pictures and returns the folder: 9 to be added, 5 not. One more to be pasted lies beside it."""
    os.makedirs(folder, exist_ok=True)

    def path(name):
        return os.path.join(folder, name)

    for name in ("boat0", "pier0", "lighthouse0", "night0", "storm0", "market0"):
        draw(name, 1600).convert("RGB").save(path(name[:-1] + "-01.jpg"), quality=92)
    draw("gull0", 2000).convert("RGB").save(path("gull-02.png"))
    draw("rope0", 1000).convert("RGB").save(path("rope-grey.webp"), quality=85)
    cutout = draw("tea0", 1500)
    alpha = Image.new("L", cutout.size, 0)
    alpha.paste(255, (150, 120, cutout.width - 150, cutout.height - 120))
    cutout.putalpha(alpha)
    cutout.save(path("tea-cutout.png"))

    draw("rain0", 1100).convert("RGB").save(os.path.join(folder, "..", "copied.png"))
    draw("gull1", 250).convert("RGB").save(path("gull-small.jpg"), quality=90)
    draw("night1", 800).convert("P").save(path("lantern.gif"))
    whole = path("boat-01.jpg")
    with open(whole, "rb") as file:
        data = file.read()
    with open(path("storm-03.jpg"), "wb") as file:
        file.write(data[:len(data) // 3])
    with open(path("boat-copy.jpg"), "wb") as file:
        file.write(data)
    with open(path("notes.txt"), "w", encoding="utf-8") as file:
        file.write("Ask for the storm scene in a larger size.\n")
    return folder
