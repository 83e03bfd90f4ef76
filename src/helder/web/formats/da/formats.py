"""How Danish pages write days and times: 5. nov 2026, 14:05."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j. b Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j. b Y, H:i"
MONTH_DAY_FORMAT = "j. b"
YEAR_MONTH_FORMAT = "b Y"
TIME_FORMAT = "H:i"
