"""Pictures by the thousand, no two alike but for those that are meant to be, with captions."""

import concurrent.futures
import json
import os
import random

from PIL import Image, ImageDraw

SIDE = 1024
CAPTIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data", "samples",
                        "captions")
LIGHT = ("clear midday", "dusk", "harsh noon", "overcast", "lamplight")
CLOTHING = ("Yellow oilskin coat.", "Striped shirt.", "Blue apron.", "Woollen scarf.")


def name_of(number):
    return f"scene-{number:04d}.jpg"


def draw(seed):
    """Patches of colour that run into one another, and a few shapes over them."""
    chance = random.Random(seed)
    small = Image.frombytes("RGB", (9, 9), chance.randbytes(9 * 9 * 3))
    picture = small.resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for _ in range(4):
        x, y, size = chance.randrange(SIDE), chance.randrange(SIDE), chance.randrange(80, 260)
        pen.ellipse((x - size, y - size, x + size, y + size),
                    fill=tuple(chance.randrange(256) for _ in range(3)))
    return picture


def write(where, number, quality):
    draw(number).save(os.path.join(where, name_of(number)), quality=quality)


def caption(number):
    """Each has a light and clothing that many share, and words of its own."""
    names = sorted(name for name in os.listdir(CAPTIONS) if name.endswith(".json"))
    with open(os.path.join(CAPTIONS, names[number % len(names)]), encoding="utf-8") as file:
        value = json.load(file)
    value["short_description"] = f"Scene {number}. " + value["short_description"]
    value["lighting"]["conditions"] = LIGHT[number % len(LIGHT)]
    value["objects"][0]["clothing"] = CLOTHING[number % len(CLOTHING)]
    return value


def make(where, numbers, quality=70):
    """Writes a picture for each of the numbers."""
    os.makedirs(where, exist_ok=True)
    with concurrent.futures.ProcessPoolExecutor() as workers:
        list(workers.map(write, [where] * len(numbers), numbers, [quality] * len(numbers),
                         chunksize=20))
    return where


def describe(where):
    """One table of captions for all pictures there. Returns them, by the names of the files."""
    names = sorted(os.listdir(where))
    captions = {name: caption(number) for number, name in enumerate(names)}
    with open(os.path.join(where, "metadata.jsonl"), "w", encoding="utf-8") as file:
        for name, value in captions.items():
            file.write(json.dumps({"file_name": name, "structured_prompt": json.dumps(value)}) + "\n")
    return captions


def plant(where, numbers):
    """Of each a copy: another file of the same pixels, another quality, another size, in turn."""
    for turn, number in enumerate(numbers):
        path = os.path.join(where, name_of(number))
        copy_path = os.path.join(where, f"again-{number:04d}.jpg")
        picture = Image.open(path)
        if turn % 3 == 0:
            with open(path, "rb") as one, open(copy_path, "wb") as other:
                other.write(one.read() + b"\0")
        elif turn % 3 == 1:
            picture.save(copy_path, quality=92)
        else:
            picture.resize((1280, 1280)).save(copy_path, quality=80)
