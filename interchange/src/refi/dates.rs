//! Moments as programs write them.

use project::Timestamp;

/// Reads an `xsd:dateTime`: `2026-03-04T05:06:07`, with fractions and a zone or without; without one it is UTC.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let (date, time) = text.split_once(['T', ' '])?;
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let mut next = || parts.next().flatten();
    let (year, month, day) = (next()?, next()?, next()?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(0..=9999).contains(&year) {
        return None;
    }
    let zone_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = (time.get(..zone_at)?, time.get(zone_at..)?);
    let mut parts = clock.splitn(3, ':');
    let hours: i64 = parts.next()?.parse().ok()?;
    let minutes: i64 = parts.next()?.parse().ok()?;
    let (seconds, fraction) = match parts.next().unwrap_or("0").split_once('.') {
        Some((seconds, fraction)) => (seconds.to_owned(), fraction.to_owned()),
        None => (
            clock.splitn(3, ':').nth(2).unwrap_or("0").to_owned(),
            String::new(),
        ),
    };
    let seconds: i64 = seconds.parse().ok()?;
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let milliseconds: i64 = thousandths.parse().ok()?;
    if hours > 24 || minutes > 59 || seconds > 60 {
        return None;
    }
    let minutes = days(year, month, day) * 1440 + hours * 60 + minutes - offset(zone)?;
    Some(Timestamp((minutes * 60 + seconds) * 1000 + milliseconds))
}

/// Reads a moment as C and R write it by default: `Mon Oct 28 08:11:36 2019`. It has no zone, and is taken for UTC.
pub(super) fn read_of_c(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut words = text.split_whitespace().skip(1);
    let (month, day, clock, year) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|known| *known == month)? + 1;
    read(&format!("{year}-{month}-{day}T{clock}"))
}

/// Minutes before UTC.
fn offset(zone: &str) -> Option<i64> {
    let sign = match zone.chars().next() {
        Some('+') => 1,
        Some('-') => -1,
        _ => return Some(0),
    };
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    Some(sign * (hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?))
}

/// Days since 1970-01-01, after Howard Hinnant's `days_from_civil`.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::moment::iso_utc;

    #[test]
    fn moments_are_read_with_and_without_zone() {
        let noon = Some(Timestamp(1_519_862_400_000));
        for text in [
            "2018-03-01T00:00:00Z",
            "2018-03-01T00:00:00",
            "2018-03-01T01:30:00+01:30",
            " 2018-02-28T19:00:00.000-05:00 ",
            "2018-03-01 00:00",
        ] {
            assert_eq!(read(text), noon, "{text}");
        }
        assert_eq!(
            read("2018-03-01T00:00:00.25Z"),
            Some(Timestamp(1_519_862_400_250))
        );
        for text in [
            "",
            "2018-03-01",
            "yesterdayTnoon",
            "2018-13-01T00:00:00Z",
            "2018-03-01T00:61:00Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn moments_are_read_as_they_are_written(seconds in 0_i64..4_000_000_000) {
            let at = Timestamp(seconds * 1000);
            prop_assert_eq!(read(&iso_utc(at)), Some(at));
        }
    }
}
