//! Along one dimension of a matrix: its headings, and where each coding stands.

use std::collections::BTreeMap;

use project::{AttributeId, CoderId, GROUP};

use crate::base::{Ground, Mark, NOWHERE, place};
use crate::matrix::{Dimension, Heading, MatrixRequest};
use crate::order::natural_order;
use crate::unit::Unit;

/// Where the marks of a matrix stand along one dimension.
pub(crate) struct Along {
    pub(crate) headings: Vec<Heading>,
    pub(crate) place: Place,
}

/// How a mark's place along a dimension is found.
pub(crate) enum Place {
    /// By code, as in the tree's order.
    Code,
    /// By seat.
    Seat(Vec<u32>),
    /// By coder: from place among the project's coders to place in the heading.
    Coder(Vec<u32>),
}

impl Along {
    pub(crate) fn of(&self, mark: &Mark<'_>) -> u32 {
        self.of_part(mark, mark.seat)
    }

    /// The place of a part of a mark that is another seat's.
    pub(crate) fn of_part(&self, mark: &Mark<'_>, seat: u32) -> u32 {
        let (list, at) = match &self.place {
            Place::Code => return mark.code,
            Place::Seat(seats) => (seats, seat),
            Place::Coder(coders) => (coders, mark.coder),
        };
        list.get(at as usize).copied().unwrap_or(NOWHERE)
    }
}

impl Ground<'_> {
    /// Lays a dimension out: what its headings are and where each mark stands.
    pub(crate) fn along(&self, dimension: Dimension, request: &MatrixRequest) -> Along {
        let unit = request.unit;
        let whole = self.base(unit);
        match dimension {
            Dimension::Code => {
                let path = |at: u32| {
                    self.tree
                        .path(self.tree.order()[at as usize])
                        .map_or_else(String::new, |path| path.to_string())
                };
                let heading = |(at, _)| Heading {
                    value: path(at),
                    base: whole,
                };
                Along {
                    headings: self
                        .shown_codes(request, &[])
                        .into_iter()
                        .map(heading)
                        .collect(),
                    place: Place::Code,
                }
            }
            Dimension::Coder => self.along_coders(whole, request.choice.coders.as_deref()),
            Dimension::Case => self.along_units(unit, Unit::Cases, |at| {
                self.case_name(self.cases[at]).to_owned()
            }),
            Dimension::Source => {
                self.along_units(unit, Unit::Sources, |at| self.sources[at].name.clone())
            }
            Dimension::Respondent => {
                let labels = self.respondent_labels();
                self.along_units(unit, Unit::Respondents, |at| labels[at].clone())
            }
            Dimension::Attribute(attribute) => {
                self.along_values(unit, self.values_by(Some(attribute)))
            }
            Dimension::Group => {
                let group = self
                    .project
                    .attribute_named(GROUP)
                    .map(|attribute| attribute.id);
                self.along_values(unit, self.values_by(group))
            }
            Dimension::Attributes(one, other) => {
                self.along_values(unit, self.values_by_both(one, other))
            }
        }
    }

    fn along_values(&self, unit: Unit, (values, places): (Vec<String>, Vec<u32>)) -> Along {
        let bases = self.bases(unit, &places, values.len());
        let headings = values
            .into_iter()
            .zip(bases)
            .map(|(value, base)| Heading { value, base })
            .collect();
        Along {
            headings,
            place: Place::Seat(places),
        }
    }

    /// Along cases, sources or respondents, by name.
    fn along_units(&self, unit: Unit, along: Unit, name: impl Fn(usize) -> String) -> Along {
        let mut in_base = vec![false; self.units(along)];
        for (at, seat) in self.seats.iter().enumerate() {
            if let Some(known) = in_base.get_mut(self.unit_of(along, place(at)) as usize) {
                *known |= seat.in_base;
            }
        }
        let all: Vec<(String, bool)> = in_base
            .into_iter()
            .enumerate()
            .map(|(at, shown)| (name(at), shown))
            .collect();
        let (names, places) = named(all.iter().map(|(name, shown)| (name.as_str(), *shown)));
        let of_seat = (0..self.seats.len())
            .map(|seat| {
                places
                    .get(self.unit_of(along, place(seat)) as usize)
                    .copied()
                    .unwrap_or(NOWHERE)
            })
            .collect();
        self.along_values(unit, (names, of_seat))
    }

    /// Respondents' names, with their case where others have the same name.
    pub(crate) fn respondent_labels(&self) -> Vec<String> {
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let folded = |name: &str| name.trim().to_lowercase();
        for (_, name) in &self.respondents {
            *known.entry(folded(name)).or_default() += 1;
        }
        let label = |&(case, name): &(u32, &str)| {
            let alone = known.get(&folded(name)).is_none_or(|&times| times < 2);
            let case = self
                .cases
                .get(case as usize)
                .map_or("", |&case| self.case_name(case));
            if alone || case.is_empty() {
                name.to_owned()
            } else {
                format!("{name} ({case})")
            }
        };
        self.respondents.iter().map(label).collect()
    }

    fn along_coders(&self, whole: Option<u64>, chosen: Option<&[CoderId]>) -> Along {
        let name = |at: usize| {
            self.project
                .coders()
                .get(self.coders[at])
                .map_or("", |coder| coder.name.as_str())
        };
        let mut coded = vec![false; self.coders.len()];
        for mark in &self.marks {
            if let Some(known) = coded.get_mut(mark.coder as usize) {
                *known = true;
            }
        }
        // Those who only imported or rated are no columns, unless somebody asks for them.
        let shown =
            |at: usize| chosen.map_or(coded[at], |chosen| chosen.contains(&self.coders[at]));
        let (names, places) = named((0..self.coders.len()).map(|at| (name(at), shown(at))));
        let headings = names
            .into_iter()
            .map(|value| Heading { value, base: whole })
            .collect();
        Along {
            headings,
            place: Place::Coder(places),
        }
    }

    /// The pairs of values of two attributes, and for every seat the place of its pair.
    fn values_by_both(&self, one: AttributeId, other: AttributeId) -> (Vec<String>, Vec<u32>) {
        let (first, first_places) = self.values_by(Some(one));
        let (second, second_places) = self.values_by(Some(other));
        let pair = |(&a, &b): (&u32, &u32)| {
            if a == NOWHERE || b == NOWHERE {
                NOWHERE
            } else {
                a * place(second.len()) + b
            }
        };
        let places = first_places.iter().zip(&second_places).map(pair).collect();
        let names = first
            .iter()
            .flat_map(|a| second.iter().map(move |b| format!("{a} / {b}")))
            .collect();
        (names, places)
    }
}

/// Puts names in order; answers those shown and for each given one its place among them.
fn named<'n>(names: impl Iterator<Item = (&'n str, bool)>) -> (Vec<String>, Vec<u32>) {
    let all: Vec<(&str, bool)> = names.collect();
    let mut order: Vec<usize> = (0..all.len()).filter(|&at| all[at].1).collect();
    order.sort_by(|&a, &b| natural_order(all[a].0, all[b].0));
    let mut places = vec![NOWHERE; all.len()];
    for (to, &from) in order.iter().enumerate() {
        places[from] = place(to);
    }
    (
        order.into_iter().map(|at| all[at].0.to_owned()).collect(),
        places,
    )
}
