//! Percent, kappas, pi and AC1, each as its author defined it.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::judgements::{Judgements, Metric, NotDefined, Statistic};

/// All statistics of agreement for the same judgements. Serialised, those without a value are null and `why` says why.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// The share of pairs of judgements that are equal, from 0 to 1, averaged over units with two or more.
    pub percent: Statistic,
    /// Cohen's kappa, for two: chance by each one's own habits.
    pub cohen_kappa: Statistic,
    /// Scott's pi, for two: chance by the habits of both together.
    pub scott_pi: Statistic,
    /// Fleiss' kappa, for any number; with missing judgements as Gwet generalised it.
    pub fleiss_kappa: Statistic,
    /// Gwet's AC1, for any number: stands up where one value is rare.
    pub gwet_ac1: Statistic,
    /// Krippendorff's alpha, for any number and with missing judgements.
    pub krippendorff_alpha: Alphas,
}

/// Krippendorff's alpha by how values differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alphas {
    /// Values differ or not.
    pub nominal: Statistic,
    /// Values stand in an order.
    pub ordinal: Statistic,
    /// Values have distances.
    pub interval: Statistic,
    /// Values have a true zero.
    pub ratio: Statistic,
}

impl Statistics {
    /// Reckons everything.
    #[must_use]
    pub fn of(judgements: &Judgements) -> Self {
        let alpha = |metric| judgements.alpha(metric);
        Self {
            percent: judgements.percent(),
            cohen_kappa: judgements.cohen_kappa(),
            scott_pi: judgements.scott_pi(),
            fleiss_kappa: judgements.fleiss_kappa(),
            gwet_ac1: judgements.gwet_ac1(),
            krippendorff_alpha: Alphas {
                nominal: alpha(Metric::Nominal),
                ordinal: alpha(Metric::Ordinal),
                interval: alpha(Metric::Interval),
                ratio: alpha(Metric::Ratio),
            },
        }
    }

    /// The statistics that have no value, by name, and why.
    #[must_use]
    pub fn why(&self) -> Vec<(&'static str, NotDefined)> {
        let alphas = &self.krippendorff_alpha;
        let all = [
            ("percent", self.percent),
            ("cohen_kappa", self.cohen_kappa),
            ("scott_pi", self.scott_pi),
            ("fleiss_kappa", self.fleiss_kappa),
            ("gwet_ac1", self.gwet_ac1),
            ("krippendorff_alpha.nominal", alphas.nominal),
            ("krippendorff_alpha.ordinal", alphas.ordinal),
            ("krippendorff_alpha.interval", alphas.interval),
            ("krippendorff_alpha.ratio", alphas.ratio),
        ];
        all.into_iter()
            .filter_map(|(name, value)| value.err().map(|why| (name, why)))
            .collect()
    }
}

/// Texts by name, as a JSON object.
struct Why(Vec<(&'static str, NotDefined)>);

impl Serialize for Why {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, why)| (name, why.to_string())))
    }
}

impl Serialize for Alphas {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = [
            ("nominal", self.nominal),
            ("ordinal", self.ordinal),
            ("interval", self.interval),
            ("ratio", self.ratio),
        ];
        serializer.collect_map(all.map(|(name, value)| (name, value.ok())))
    }
}

impl Serialize for Statistics {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("percent", &self.percent.ok())?;
        map.serialize_entry("cohen_kappa", &self.cohen_kappa.ok())?;
        map.serialize_entry("scott_pi", &self.scott_pi.ok())?;
        map.serialize_entry("fleiss_kappa", &self.fleiss_kappa.ok())?;
        map.serialize_entry("gwet_ac1", &self.gwet_ac1.ok())?;
        map.serialize_entry("krippendorff_alpha", &self.krippendorff_alpha)?;
        map.serialize_entry("why", &Why(self.why()))?;
        map.end()
    }
}

/// What lies beyond chance, of what could.
fn beyond(observed: f64, chance: f64) -> Statistic {
    let room = 1.0 - chance;
    if room.abs() < f64::EPSILON {
        Err(NotDefined::OneValue)
    } else {
        Ok((observed - chance) / room)
    }
}

/// Two judges' table as shares: agreement, and each one's share of each value.
struct Shares {
    agreed: f64,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Judgements {
    /// The share of equal pairs of judgements, averaged over the units that two or more judged.
    #[expect(
        clippy::missing_errors_doc,
        reason = "the error says it: no unit was judged by two"
    )]
    pub fn percent(&self) -> Statistic {
        let (mut agreed, mut units) = (0.0, 0.0);
        for (alike, given, of_value) in self.tallies().filter(|&(_, given, _)| given >= 2.0) {
            let pairs: f64 = of_value.iter().map(|n| n * (n - 1.0)).sum();
            agreed += alike * pairs / (given * (given - 1.0));
            units += alike;
        }
        if units > 0.0 {
            Ok(agreed / units)
        } else {
            Err(NotDefined::NothingShared)
        }
    }

    /// Cohen's kappa (1960) of two judges, on the units both judged.
    pub fn cohen_kappa(&self) -> Statistic {
        let shares = self.shares()?;
        let chance = shares
            .first
            .iter()
            .zip(&shares.second)
            .map(|(a, b)| a * b)
            .sum();
        beyond(shares.agreed, chance)
    }

    /// Scott's pi (1955) of two judges, on the units both judged.
    pub fn scott_pi(&self) -> Statistic {
        let shares = self.shares()?;
        let chance = shares
            .first
            .iter()
            .zip(&shares.second)
            .map(|(a, b)| ((a + b) / 2.0).powi(2))
            .sum();
        beyond(shares.agreed, chance)
    }

    /// Fleiss' kappa (1971). Where judgements are missing: agreement over the units judged by two or more, chance
    /// from the average share of each value in every unit judged (Gwet 2014).
    pub fn fleiss_kappa(&self) -> Statistic {
        let agreed = self.percent()?;
        beyond(
            agreed,
            self.average_shares()
                .iter()
                .map(|share| share * share)
                .sum(),
        )
    }

    /// Gwet's AC1 (2008), over the values that occur; a code's presence has always two values.
    pub fn gwet_ac1(&self) -> Statistic {
        let agreed = self.percent()?;
        let shares = self.average_shares();
        let binary = self.values() == [0.0, 1.0];
        let occurring = if binary {
            2
        } else {
            shares.iter().filter(|&&share| share > 0.0).count()
        };
        let Some(others) = u32::try_from(occurring)
            .ok()
            .and_then(|n| n.checked_sub(1))
            .filter(|&n| n > 0)
        else {
            return Err(NotDefined::OneValue);
        };
        let spread: f64 = shares.iter().map(|share| share * (1.0 - share)).sum();
        beyond(agreed, spread / f64::from(others))
    }

    /// The share of each value in a unit, averaged over the units judged.
    fn average_shares(&self) -> Vec<f64> {
        let mut shares = vec![0.0; self.values().len()];
        let mut units = 0.0;
        for (alike, given, of_value) in self.tallies().filter(|&(_, given, _)| given > 0.0) {
            units += alike;
            for (share, n) in shares.iter_mut().zip(of_value) {
                *share += alike * n / given;
            }
        }
        shares
            .into_iter()
            .map(|share| if units > 0.0 { share / units } else { 0.0 })
            .collect()
    }

    fn shares(&self) -> Result<Shares, NotDefined> {
        let table = self.table()?;
        let units: f64 = table.iter().flatten().sum();
        if units <= 0.0 {
            return Err(NotDefined::NothingShared);
        }
        let values = 0..table.len();
        Ok(Shares {
            agreed: values.clone().map(|at| table[at][at]).sum::<f64>() / units,
            first: table
                .iter()
                .map(|row| row.iter().sum::<f64>() / units)
                .collect(),
            second: values
                .map(|column| table.iter().map(|row| row[column]).sum::<f64>() / units)
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Two judges from a table of counts: `table[a][b]`.
    fn two(table: &[&[u64]]) -> Judgements {
        let mut judgements = Judgements::new(
            2,
            (0..table.len())
                .map(|at| f64::from(u32::try_from(at).unwrap()))
                .collect(),
        );
        for (a, row) in (0_u16..).zip(table) {
            for (b, units) in (0_u16..).zip(*row) {
                judgements.add(vec![Some(a), Some(b)], *units);
            }
        }
        judgements
    }

    /// Any number of judges from counts of each value: `counts[unit][value]`.
    fn many(judges: usize, counts: &[&[u16]]) -> Judgements {
        let values = (0..counts[0].len())
            .map(|at| f64::from(u32::try_from(at).unwrap()))
            .collect();
        let mut judgements = Judgements::new(judges, values);
        for unit in counts {
            let pattern = (0_u16..)
                .zip(*unit)
                .flat_map(|(value, &n)| std::iter::repeat_n(Some(value), n.into()))
                .collect();
            judgements.add(pattern, 1);
        }
        judgements
    }

    fn near(value: Statistic, published: f64, digits: i32) {
        let value = value.unwrap();
        assert!(
            (value - published).abs() <= 0.5 * 10_f64.powi(-digits) + 1e-12,
            "{value} is not {published}"
        );
    }

    /// J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968), 213-220, table 1: 200 patients, diagnosed by two
    /// as personality disorder, neurosis or psychosis; the unweighted kappa of "A coefficient of agreement for nominal
    /// scales", Educational and Psychological Measurement 20 (1960), 37-46, is .492.
    #[test]
    fn cohen_1960() {
        let judgements = two(&[&[88, 14, 18], &[10, 40, 10], &[2, 6, 12]]);
        near(judgements.percent(), 0.70, 2);
        near(judgements.cohen_kappa(), 0.492, 3);
    }

    /// J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76 (1971), 378-382,
    /// table 1: 30 patients, six psychiatrists each, five diagnoses; kappa = .430.
    #[test]
    fn fleiss_1971() {
        let counts: [&[u16]; 30] = [
            &[0, 0, 0, 6, 0],
            &[0, 3, 0, 0, 3],
            &[0, 1, 4, 0, 1],
            &[0, 0, 0, 0, 6],
            &[0, 3, 0, 3, 0],
            &[2, 0, 4, 0, 0],
            &[0, 0, 4, 0, 2],
            &[2, 0, 3, 1, 0],
            &[2, 0, 0, 4, 0],
            &[0, 0, 0, 0, 6],
            &[1, 0, 0, 5, 0],
            &[1, 1, 0, 4, 0],
            &[0, 3, 3, 0, 0],
            &[1, 0, 0, 5, 0],
            &[0, 2, 0, 3, 1],
            &[0, 0, 5, 0, 1],
            &[3, 0, 0, 1, 2],
            &[5, 1, 0, 0, 0],
            &[0, 2, 0, 4, 0],
            &[1, 0, 2, 0, 3],
            &[0, 0, 0, 0, 6],
            &[0, 1, 0, 5, 0],
            &[0, 2, 0, 1, 3],
            &[2, 0, 0, 4, 0],
            &[1, 0, 0, 4, 1],
            &[0, 5, 0, 1, 0],
            &[4, 0, 0, 0, 2],
            &[0, 2, 0, 4, 0],
            &[1, 0, 5, 0, 0],
            &[0, 0, 0, 0, 6],
        ];
        let judgements = many(6, &counts);
        near(judgements.percent(), 0.556, 3);
        near(judgements.fleiss_kappa(), 0.430, 3);
    }

    /// K. L. Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement", British
    /// Journal of Mathematical and Statistical Psychology 61 (2008), 29-48: 125 subjects, 118 positive by both;
    /// AC1 = .9408 where kappa is -.0234 and pi -.0288.
    #[test]
    fn gwet_2008() {
        let judgements = two(&[&[118, 5], &[2, 0]]);
        near(judgements.gwet_ac1(), 0.9408, 4);
        near(judgements.cohen_kappa(), -0.0234, 4);
        near(judgements.scott_pi(), -0.0288, 4);
    }

    /// K. L. Gwet, irrCAC, "Calculating chance-corrected agreement coefficients", raw ratings of four raters with
    /// missing ones (data of Krippendorff 2011): percent .8181818, AC1 .77544, Fleiss' kappa .76117.
    #[test]
    fn gwet_with_missing_judgements() {
        let judgements = crate::agreement::krippendorff::tests::krippendorff_2011();
        near(judgements.percent(), 0.818_181_8, 7);
        near(judgements.gwet_ac1(), 0.775_44, 5);
        near(judgements.fleiss_kappa(), 0.761_17, 5);
    }

    #[test]
    fn what_is_not_defined_says_why() {
        let nobody = Judgements::new(2, vec![0.0, 1.0]);
        assert_eq!(nobody.percent(), Err(NotDefined::NothingShared));
        assert_eq!(nobody.gwet_ac1(), Err(NotDefined::NothingShared));
        let alike = two(&[&[9, 0], &[0, 0]]);
        assert_eq!(alike.cohen_kappa(), Err(NotDefined::OneValue));
        assert_eq!(alike.gwet_ac1(), Ok(1.0), "both values were open to them");
        let three = Judgements::new(3, vec![0.0, 1.0]);
        assert_eq!(
            three.cohen_kappa().unwrap_err().to_string(),
            "this statistic compares two people, not 3"
        );
        let json = serde_json::to_value(Statistics::of(&alike)).unwrap();
        assert_eq!(json["percent"], 1.0);
        assert!(json["scott_pi"].is_null() && json["krippendorff_alpha"]["ratio"].is_null());
        assert_eq!(
            json["why"]["scott_pi"],
            "everyone gave the same value throughout, so agreement beyond chance cannot be told"
        );
    }

    fn rows() -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
        (2..5_usize, 1..12_usize).prop_flat_map(|(judges, units)| {
            let one = prop::option::weighted(0.8, (0..4_u8).prop_map(f64::from));
            prop::collection::vec(prop::collection::vec(one, units), judges)
        })
    }

    fn same(one: Statistic, other: Statistic) -> bool {
        match (one, other) {
            (Ok(one), Ok(other)) => (one - other).abs() < 1e-9,
            (one, other) => one == other,
        }
    }

    proptest! {
        #[test]
        fn who_comes_first_changes_nothing(rows in rows(), turn in 0..5_usize) {
            let mut turned = rows.clone();
            turned.rotate_left(turn % rows.len());
            let (one, other) = (Judgements::from_rows(&rows), Judgements::from_rows(&turned));
            let (one, other) = (Statistics::of(&one), Statistics::of(&other));
            prop_assert!(same(one.percent, other.percent) && same(one.cohen_kappa, other.cohen_kappa));
            prop_assert!(same(one.scott_pi, other.scott_pi) && same(one.fleiss_kappa, other.fleiss_kappa));
            prop_assert!(same(one.gwet_ac1, other.gwet_ac1));
            prop_assert!(same(one.krippendorff_alpha.ordinal, other.krippendorff_alpha.ordinal));
            prop_assert!(same(one.krippendorff_alpha.ratio, other.krippendorff_alpha.ratio));
        }

        #[test]
        fn perfect_agreement_is_one(row in prop::collection::vec(0..4_u8, 2..12), judges in 2..5_usize) {
            let row: Vec<Option<f64>> = row.into_iter().map(|value| Some(f64::from(value))).collect();
            let statistics = Statistics::of(&Judgements::from_rows(&vec![row; judges]));
            prop_assert_eq!(statistics.percent, Ok(1.0));
            let alphas = statistics.krippendorff_alpha;
            for statistic in [
                statistics.cohen_kappa, statistics.scott_pi, statistics.fleiss_kappa, statistics.gwet_ac1,
                alphas.nominal, alphas.ordinal, alphas.interval, alphas.ratio,
            ] {
                let as_it_should_be = match statistic {
                    Ok(value) => (value - 1.0).abs() < 1e-12,
                    Err(why) => matches!(why, NotDefined::OneValue | NotDefined::ComparesTwo(_)),
                };
                prop_assert!(as_it_should_be, "{:?}", statistic);
            }
        }

        #[test]
        fn nothing_is_ever_not_a_number(rows in rows()) {
            let statistics = Statistics::of(&Judgements::from_rows(&rows));
            let alphas = statistics.krippendorff_alpha;
            for statistic in [
                statistics.percent, statistics.cohen_kappa, statistics.scott_pi, statistics.fleiss_kappa,
                statistics.gwet_ac1, alphas.nominal, alphas.ordinal, alphas.interval, alphas.ratio,
            ] {
                prop_assert!(statistic.is_err() || statistic.is_ok_and(|value| value.is_finite() && value <= 1.0 + 1e-12));
            }
        }
    }
}
