"""Static pictures that carry words: the alt text stays in every HTML export."""

import base64
import html
import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from imbalance_lib.style import BLUE, GRAY, VERMILLION

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PALE = "#A9B8C4"  # the many who are healthy and not flagged
DOTS_PER_INCH = 90  # a 7 by 4 inch figure is about 25 kB, so that stored notebooks stay small


class Picture:
    """A figure with words: `alt` says what is to be seen, for a reader who cannot see it.

    An HTML image keeps its alt text in every export, which a plain figure does not. The figure is
    closed, so that the notebook does not show it a second time. Raises ValueError where alt is empty.
    """

    def __init__(self, fig: "Figure", alt: str) -> None:
        from matplotlib import pyplot

        self.fig, self.alt = fig, _words("alt", alt)
        pyplot.close(fig)

    def png(self) -> bytes:
        """The picture's file, the same bytes every time."""
        buffer = io.BytesIO()
        self.fig.savefig(
            buffer, format="png", dpi=DOTS_PER_INCH, bbox_inches="tight", metadata={"Software": None}
        )
        return buffer.getvalue()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": image(self.png(), "image/png", self.alt), "text/plain": self.alt}


class Drawing:
    """An SVG with words, for what HTML draws better than matplotlib.

    >>> people(9, 1, 50, 940).alt[:46]
    '1,000 people, one icon each. Of 10 ill, 9 are '
    """

    def __init__(self, svg: str, alt: str) -> None:
        self.svg, self.alt = svg, _words("alt", alt)

    def image(self) -> str:
        """The drawing as an HTML image: JupyterLab drops an inline `<svg>` from an untrusted notebook."""
        return image(self.svg.encode(), "image/svg+xml", self.alt)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.image(), "text/plain": self.alt}


def image(data: bytes, mime: str, alt: str) -> str:
    """An HTML image that holds its own data and its words."""
    source = f"data:{mime};base64,{base64.b64encode(data).decode()}"
    return f'<img alt="{html.escape(alt)}" src="{source}" style="max-width: 100%">'


def confusion(
    y_true: Any, y_pred: Any, *, names: tuple[str, str] = ("honest", "fraud"), title: str
) -> Picture:
    """The confusion matrix by counts: a row for each truth, a column for each answer of the model.

    `y_true` and `y_pred` hold 0 and 1, of the same length; `names` are the words for 0 and for 1;
    `title` states the finding.
    """
    truth, answer = np.asarray(y_true), np.asarray(y_pred)
    if truth.ndim != 1 or truth.shape != answer.shape:
        raise ValueError(
            f"y_true has shape {truth.shape} and y_pred {answer.shape}; both must be flat and of one length"
        )
    for name, labels in {"y_true": truth, "y_pred": answer}.items():
        odd = sorted(set(np.unique(labels).tolist()) - {0, 1})
        if odd:
            raise ValueError(f"{name} holds {odd[0]!r}; it must hold only 0 and 1")
    # Comparisons, not products: a product of two small unsigned labels could overflow.
    tp, fn = int(np.sum((truth == 1) & (answer == 1))), int(np.sum((truth == 1) & (answer == 0)))
    fp, tn = int(np.sum((truth == 0) & (answer == 1))), int(np.sum((truth == 0) & (answer == 0)))
    return confusion_from_counts(tp, fn, fp, tn, names=names, title=title)


def confusion_from_counts(
    tp: int, fn: int, fp: int, tn: int, *, names: tuple[str, str] = ("honest", "fraud"), title: str
) -> Picture:
    """`confusion` for four counts that are known already.

    >>> confusion_from_counts(0, 17, 0, 9_983, title="The 99.8 % model finds no fraud").alt
    'Confusion matrix. Of 9,983 honest, 9,983 are called honest and 0 are called fraud. Of 17 fraud, \
0 are called fraud and 17 are called honest.'
    """
    common, rare = names
    ax = _axes(title, figsize=(5.4, 3.2))
    # Color says right or wrong, never how many: a shade by count would make the rare class invisible.
    cells = [
        (0, 0, tn, "left alone (TN)", BLUE), (1, 0, fp, "false alarm (FP)", VERMILLION),
        (0, 1, fn, "missed (FN)", VERMILLION), (1, 1, tp, "caught (TP)", BLUE),
    ]  # fmt: skip
    for x, y, count, word, color in cells:
        ax.fill_between([x - 0.48, x + 0.48], y - 0.48, y + 0.48, color=color, alpha=0.16, linewidth=0)
        ax.text(x, y - 0.08, f"{count:,}", ha="center", va="center", fontsize=20, color="black")
        ax.text(x, y + 0.27, word, ha="center", va="center", fontsize=11, color="black")
    ax.set(xlim=(-0.5, 1.5), ylim=(1.5, -0.5), xlabel="what the model says", ylabel="what is true (rows, counts)")
    ax.set_xticks([0, 1], [common, rare])
    ax.set_yticks([0, 1], [f"{common}\n{tn + fp:,}", f"{rare}\n{tp + fn:,}"])
    ax.grid(False)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return _picture(
        ax,
        f"Confusion matrix. Of {tn + fp:,} {common}, {tn:,} are called {common} and {fp:,} are called {rare}. "
        f"Of {tp + fn:,} {rare}, {tp:,} are called {rare} and {fn:,} are called {common}.",
    )


def bars(
    labels: Sequence[str],
    values: Sequence[float] | Mapping[str, Sequence[float]],
    *,
    title: str,
    ylabel: str,
    baseline: float | None = None,
    baseline_name: str = "baseline",
    highlight: str | None = None,
    fmt: str | Callable[[float], str] = "{:,.2f}",
) -> Picture:
    """A bar with its number for each label, or a group of bars where `values` maps series to values.

    `highlight` is the label (of a group: the series) that the title speaks of; `baseline` is drawn as a
    dashed line; `fmt` is a format such as "{:.1%}" or "{:,.0f} $", or a function. Bars start at 0.
    """
    series = dict(values) if isinstance(values, Mapping) else {"": list(values)}
    grouped = isinstance(values, Mapping)
    for name, numbers in series.items():
        if len(numbers) != len(labels):
            where = f"values[{name!r}]" if grouped else "values"
            raise ValueError(f"{where} has {len(numbers)} numbers for {len(labels)} labels; it needs one for each")
        if not np.all(np.isfinite(numbers)):
            raise ValueError(f"values holds {list(numbers)}; each must be a finite number to be drawn as a bar")
    known = list(series) if grouped else list(labels)
    if highlight is not None and highlight not in known:
        raise ValueError(f"highlight is {highlight!r}; it must be one of {', '.join(map(repr, known))}")
    write = fmt.format if isinstance(fmt, str) else fmt

    ax = _axes(title, figsize=(max(5.0, 1.3 * len(labels) * len(series) ** 0.5 + 1), 3.6))
    ax.grid(False)  # every bar carries its number
    width, places = 0.8 / len(series), np.arange(len(labels))
    # Without a highlight, groups are told apart by pattern as well as by color.
    looks = [(GRAY, "//"), (BLUE, ""), ("#009E73", ".."), ("#CC79A7", "xx")]
    for i, (name, numbers) in enumerate(series.items()):
        color, hatch = looks[i % len(looks)] if grouped else (GRAY if highlight else BLUE, "")
        colors = [VERMILLION if highlight in (name if grouped else label,) else color for label in labels]
        drawn = ax.bar(
            places + (i - (len(series) - 1) / 2) * width, numbers, 0.94 * width,
            color=colors, hatch=hatch, edgecolor="white", linewidth=0, label=name,
        )  # fmt: skip
        ax.bar_label(drawn, [write(float(number)) for number in numbers], padding=2, fontsize=10)
    if baseline is not None:
        ax.axhline(baseline, color="black", linestyle="--", linewidth=1, label=f"{baseline_name}: {write(baseline)}")
    if grouped or baseline is not None:
        ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    if min(min(numbers) for numbers in series.values()) < 0:
        ax.axhline(0, color="black", linewidth=0.8)
    ax.set_xticks(places, labels)
    ax.yaxis.set_major_formatter(lambda number, _: write(number))
    ax.set_ylabel(ylabel)
    ax.margins(y=0.14)

    told = [
        (f"{name}: " if grouped else "")
        + ", ".join(f"{label} {write(float(number))}" for label, number in zip(labels, numbers, strict=True))
        for name, numbers in series.items()
    ]
    line = "" if baseline is None else f" A dashed line marks {baseline_name} at {write(baseline)}."
    return _picture(ax, f"Bar chart of {ylabel}. {'; '.join(told)}.{line}".replace("\n", " "))


def people(
    tp: int, fn: int, fp: int, tn: int, *, names: tuple[str, str] = ("healthy", "ill"), columns: int = 50
) -> Drawing:
    """One icon a person. Squares are ill and circles healthy; filled ones are flagged, outlines are not.

    Ordered so that both the ill and the flagged stand together: missed, caught, false alarms, the rest.
    """
    if min(tp, fn, fp, tn) < 0 or tp + fn + fp + tn == 0:
        raise ValueError(f"the counts are {(tp, fn, fp, tn)}; none may be negative, and one must be above 0")
    healthy, ill = names
    total, step = tp + fn + fp + tn, 10
    high = step * -(-total // columns)
    alt = (
        f"{total:,} people, one icon each. Of {tp + fn:,} {ill}, {tp:,} are flagged (filled squares) and "
        f"{fn:,} missed (outlined squares). Of {fp + tn:,} {healthy}, {fp:,} are flagged (filled circles) "
        f"and {tn:,} are not (outlined circles)."
    )
    parts, start = [], 0
    for count, color, cap, filled in [
        (fn, VERMILLION, "square", False), (tp, VERMILLION, "square", True),
        (fp, BLUE, "round", True), (tn, PALE, "round", False),
    ]:  # fmt: skip
        # A row is one dashed line whose dashes are dots; an outline is a colored dot under a white one.
        line, stop = "", start + count
        for row in range(start // columns, -(-stop // columns)):
            first, last = max(start - row * columns, 0), min(stop - row * columns, columns) - 1
            if first <= last:
                line += f"M{step * first + 5} {step * row + 5}H{step * last + 5.1}"
        for paint, width in [(color, 7.0)] if filled else [(color, 7.0), ("#FFFFFF", 4.6)]:
            if line:
                parts.append(
                    f'<path d="{line}" stroke="{paint}" stroke-width="{width}" stroke-linecap="{cap}" '
                    f'stroke-dasharray="0.01 {step - 0.01}" fill="none"/>'
                )
        start = stop
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{html.escape(alt)}" '
        f'viewBox="0 0 {step * columns} {high}" width="{step * columns}" height="{high}" '
        f'style="max-width: 100%; height: auto">{"".join(parts)}</svg>'
    )
    return Drawing(svg, alt)


def _axes(title: str, figsize: tuple[float, float]) -> "Axes":
    from matplotlib import pyplot

    _, ax = pyplot.subplots(figsize=figsize)
    ax.set_title(_words("title", title), loc="left", pad=12)
    return ax


def _picture(ax: "Axes", alt: str) -> Picture:
    from matplotlib.figure import Figure

    assert isinstance(ax.figure, Figure)
    return Picture(ax.figure, alt)


def _words(name: str, text: str) -> str:
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{name} is {text!r}; it must say in words what is to be seen")
    return text
