//! Moments as text.

use project::Timestamp;

const DAY_MS: i64 = 86_400_000;

/// A moment as ISO 8601 in UTC, to the second: `2026-03-09T14:05:00Z`.
#[must_use]
pub fn iso_utc(at: Timestamp) -> String {
    let (year, month, day) = civil(at.0.div_euclid(DAY_MS));
    let seconds = at.0.rem_euclid(DAY_MS) / 1000;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar.
///
/// Counts from 1 March of the year 0, so that the leap day is the last of its year; then 400 years are
/// 146,097 days, and months from March have lengths that follow `(153 * month + 2) / 5`.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_moments_read_as_in_the_calendar() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (951_868_800_000, "2000-03-01T00:00:00Z"),
            (1_772_323_200_000, "2026-03-01T00:00:00Z"),
            (1_234_567_890_999, "2009-02-13T23:31:30Z"),
            (-2_203_891_200_000, "1900-03-01T00:00:00Z"),
            (-2_203_977_600_000, "1900-02-28T00:00:00Z"),
        ] {
            assert_eq!(iso_utc(Timestamp(ms)), text);
        }
    }

    proptest! {
        #[test]
        fn each_day_follows_the_one_before(day in -400_000_i64..400_000) {
            let (year, month, date) = civil(day);
            let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            let last = match month { 2 => 28 + i64::from(leap), 4 | 6 | 9 | 11 => 30, _ => 31 };
            let next = match (month, date) {
                (12, 31) => (year + 1, 1, 1),
                (month, date) if date == last => (year, month + 1, 1),
                (month, date) => (year, month, date + 1),
            };
            prop_assert!(date >= 1 && date <= last);
            prop_assert_eq!(civil(day + 1), next);
        }
    }
}
