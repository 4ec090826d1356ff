"""Merges the fonts of the window: python3 merge.py FOLDER

FOLDER has the files of Debian's fonts-noto-core; fontTools is needed. Beside
the scripts come arrows and signs that authors of questionnaires type, for a
space after a letter from another font is drawn as a box.
"""
import os
import sys

from fontTools import merge, subset
from fontTools.ttLib import TTFont

SIGNS = {
    "NotoSansMath-Regular": "U+2190-2199,U+21D2,U+21D4,U+2248,U+221A,U+221E,U+2260,U+2264,U+2265",
    "NotoSansSymbols2-Regular": "U+25A0,U+25A1,U+25B2,U+25BA,U+25BC,U+25C6,U+25CB,U+25CF,U+2605,U+2606,U+260E,"
                                "U+2610-2612,U+26A0,U+2713,U+2714,U+2717,U+2718",
}
# Lines are as high as those of Noto Sans alone.
HEIGHTS = {
    "hhea": ("ascent", "descent", "lineGap"),
    "OS/2": ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent"),
}


def signs(folder, name, codes):
    font, like = (TTFont(os.path.join(folder, n + ".ttf")) for n in (name, "NotoSans-Regular"))
    options = subset.Options()
    options.layout_features, options.hinting = [], False
    options.drop_tables += ["MATH", "GPOS", "GSUB", "GDEF"]
    cut = subset.Subsetter(options)
    cut.populate(unicodes=subset.parse_unicodes(codes))
    cut.subset(font)
    for table, fields in HEIGHTS.items():
        for field in fields:
            setattr(font[table], field, getattr(like[table], field))
    path = "signs-" + name + ".ttf"
    font.save(path)
    return path


def main(folder):
    extra = [signs(folder, name, codes) for name, codes in SIGNS.items()]
    for weight in ("Regular", "Bold"):
        files = [os.path.join(folder, f"NotoSans{script}-{weight}.ttf") for script in ("", "Armenian", "Georgian")]
        merge.Merger().merge(files + extra).save(f"NotoSans-{weight}.ttf")
    for path in extra:
        os.remove(path)


main(sys.argv[1])
