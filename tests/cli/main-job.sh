#!/bin/sh
# From a folder of pictures to a complete dataset, with lookbookctl alone.
# main-job.sh PICTURES FOLDER: the data and the export go below FOLDER.
set -eu
pictures=$1 folder=$2

# A data folder of its own; without this line it is the one that the window shows.
export XDG_DATA_HOME="$folder/data"
mkdir -p "$XDG_DATA_HOME"

# What ends with 3 has done some of it: pictures that can't be taken are left out and said.
some() { "$@" || [ $? -eq 3 ]; }

some lookbookctl check "$pictures"
lookbookctl create Boats --project Harbour --medium photography --kind stylized_scene
some lookbookctl add Boats "$pictures"

# What all pictures share, then a caption for each under that schema.
lookbookctl schema Boats --generate
lookbookctl regenerate Boats

# One caption is refined in words, another is written by hand.
lookbookctl refine Boats 'harbour-1*' --instruction 'set mood_atmosphere to calm'
lookbookctl caption Boats 'beach-1*' --json
lookbookctl caption Boats 'beach-1*' --set - <<CAPTION
{
  "short_description": "A red boat on an empty beach.",
  "objects": [
    { "description": "A small red boat", "location": "center", "relationship": "it lies on the sand" }
  ],
  "background_setting": "An empty beach",
  "lighting": { "conditions": "daylight", "direction": "from above", "shadows": "short" },
  "aesthetics": { "composition": "centered", "color_scheme": "red and sand", "mood_atmosphere": "calm" },
  "style_medium": "photograph",
  "context": "A picture of the boats in a harbour."
}
CAPTION

# Words are found and replaced; what was written by machine is written anew.
lookbookctl find Boats 'source:manual AND caption:"red boat"'
lookbookctl replace Boats --find 'red boat' --replace 'blue boat'
lookbookctl regenerate Boats --filter 'source:automatic'

lookbookctl export Boats "$folder/export"
lookbookctl complete Boats --yes
lookbookctl clone Boats --name 'Boats 2'
lookbookctl delete 'Boats 2'
lookbookctl show Boats
