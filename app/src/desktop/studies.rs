//! What the data views show, found out off the screen: matrices, themes, agreement, charts.

use std::sync::Arc;

use analysis::{
    AgreementRequest, AgreementUnit, Choice, FrameRequest, FrameworkRequest, Ground, MatrixRequest,
    Themes, ThemesRequest, Unit,
};
use egui::Context;
use project::{CoderId, Project, Texts};

use crate::chart::{self, ChartAsk};
use crate::data::{
    Agreed, AgreementAsk, Charted, Counted, FrameworkAsk, Laid, MatrixAsk, STUDYING, ThemesAsk,
    What, Whose,
};
use crate::desk::View;
use crate::desktop::{Answer, Desktop};
use crate::message::Trouble;
use crate::view::agreement;
use crate::view::cases::{self, CasesFound};
use crate::view::matrix::{Numbers, axis_name};
use crate::view::searches::{Standing, standings};
use crate::view::words::{self, WordsFound};

/// What was found out for a view.
pub enum Studied {
    /// A matrix was counted.
    Matrix(Box<Counted>),
    /// Themes were lined up.
    Themes(Box<Themes>),
    /// Cases were laid out by themes, and questions by groups.
    Framework(Box<Laid>),
    /// What was asked of the cases.
    Cases(Box<CasesFound>),
    /// Coders were compared.
    Agreement(Box<Agreed>),
    /// Words were counted, or not.
    Words(Box<WordsFound>),
    /// Saved searches were asked again.
    Searches(Vec<Standing>),
    /// A chart was drawn.
    Chart(Box<Charted>),
}

impl Desktop {
    /// Sees once a frame to the view in sight: finds its answer out again when the project or the question changed.
    pub(super) fn tend_studies(&mut self, ctx: &Context) {
        let Some(open) = &self.open else { return };
        let (project, coder) = (Arc::clone(&open.project), open.coder);
        let data = &mut self.state.data;
        let seq = project.seq();
        let mut ground = || self.ground.of(&project);
        let find: Box<dyn FnOnce() -> Studied + Send> = match self.state.view {
            View::Matrix => {
                let Some(ask) = data.matrix.due(seq) else {
                    return;
                };
                let ground = ground();
                Box::new(move || {
                    ground.ask(move |ground| Studied::Matrix(Box::new(count(ground, coder, ask))))
                })
            }
            View::Themes => {
                let Some(ask) = data.themes.due(seq) else {
                    return;
                };
                let ground = ground();
                Box::new(move || {
                    ground.ask(move |ground| Studied::Themes(Box::new(line_up(ground, coder, ask))))
                })
            }
            View::Framework => {
                let Some(ask) = data.framework.due(seq) else {
                    return;
                };
                let ground = ground();
                Box::new(move || {
                    let laid = ground.ask(move |ground| lay_out(ground, coder, ask));
                    Studied::Framework(Box::new(laid))
                })
            }
            View::Cases => {
                let Some(ask) = data.cases.due(seq) else {
                    return;
                };
                let ground = ground();
                Box::new(move || {
                    let found = ground.ask(move |ground| cases::find(ground, &ask));
                    Studied::Cases(Box::new(found))
                })
            }
            View::Agreement => {
                let Some(ask) = data.agreement.due(seq) else {
                    return;
                };
                let (texts, ground) = (open.texts.clone(), ground());
                Box::new(move || {
                    let agreed = ground.ask(move |ground| compare(ground, &texts, ask));
                    Studied::Agreement(Box::new(agreed))
                })
            }
            View::Charts => {
                let Some(ask) = data.chart.due(seq) else {
                    return;
                };
                let (scale, ground) = (ctx.pixels_per_point(), ground());
                Box::new(move || {
                    let drawn = ground.ask(move |ground| draw(ground, &ask, scale));
                    Studied::Chart(Box::new(drawn))
                })
            }
            View::Search if data.words.ask.is_some() => {
                let Some(Some(ask)) = data.words.due(seq) else {
                    return;
                };
                let (texts, before) = (open.texts.clone(), data.words.found.clone());
                Box::new(move || {
                    let before = before.as_deref().and_then(|found| found.as_ref().ok());
                    let found = words::find(&project, &texts, ask, before);
                    let found = found.map_err(|error| error.message().one_line());
                    Studied::Words(Box::new(found))
                })
            }
            View::Search => {
                let Some(searcher) = self.finder.searcher() else {
                    return;
                };
                if data.searches.due(seq).is_none() {
                    return;
                }
                let texts = open.texts.clone();
                Box::new(move || Studied::Searches(standings(&searcher, &project, &texts)))
            }
            View::Read | View::Excerpts | View::Ratings => return,
        };
        self.jobs
            .start(STUDYING, ctx, move |_| Answer::Studied(find()));
    }

    /// Shows what was found out.
    pub(super) fn take_studied(&mut self, studied: Studied) {
        let data = &mut self.state.data;
        match studied {
            Studied::Matrix(counted) => data.matrix.take(*counted),
            Studied::Themes(themes) => data.themes.take(*themes),
            Studied::Framework(laid) => data.framework.take(*laid),
            Studied::Words(found) => data.words.take(*found),
            Studied::Cases(found) => data.cases.take(*found),
            Studied::Agreement(agreed) => data.agreement.take(*agreed),
            Studied::Searches(standings) => data.searches.take(standings),
            Studied::Chart(charted) => data.chart.take(*charted),
        }
    }

    /// A job for a view broke off.
    pub(super) fn give_up_studies(&mut self) {
        let data = &mut self.state.data;
        data.matrix.give_up();
        data.themes.give_up();
        data.framework.give_up();
        data.words.give_up();
        data.cases.give_up();
        data.agreement.give_up();
        data.chart.give_up();
        data.searches.give_up();
    }
}

/// The codings meant: those of one coder, else of whom the choice says; `own` is who codes here.
fn choice(
    project: &Project,
    own: CoderId,
    (whose, coder): (Whose, Option<CoderId>),
    include_interviewer: bool,
) -> Choice {
    let everybody = || project.coders().iter().map(|coder| coder.id);
    let coders = match (coder, whose) {
        (Some(coder), _) => Some(vec![coder]),
        (None, Whose::All) => None,
        (None, Whose::Mine) => Some(vec![own]),
        (None, Whose::Others) => Some(everybody().filter(|&id| id != own).collect()),
    };
    Choice {
        coders,
        kinds: None,
        include_interviewer,
    }
}

fn count(ground: &Ground<'_>, coder: CoderId, ask: MatrixAsk) -> Counted {
    let project = ground.project();
    let unit = match ask.what {
        What::Count(unit) => unit,
        What::Coverage => Unit::References,
    };
    let request = MatrixRequest {
        rows: ask.rows,
        columns: ask.columns,
        unit,
        choice: choice(project, coder, (ask.whose, ask.coder), ask.interviewer),
        near: ask.near,
    };
    Counted {
        ask,
        numbers: match ask.what {
            What::Count(_) => Numbers::Counts(ground.matrix(&request)),
            What::Coverage => Numbers::Coverage(ground.coverage(&request)),
        },
        base: ground.base(unit),
        codes: project.code_tree().order().to_vec(),
    }
}

fn lay_out(ground: &Ground<'_>, coder: CoderId, ask: FrameworkAsk) -> Laid {
    let project = ground.project();
    let choice = choice(project, coder, (ask.whose, ask.coder), true);
    let themes = match ask.under {
        Some(code) => project.code_tree().children(Some(code)).to_vec(),
        None => Vec::new(),
    };
    Laid {
        framework: ground.framework(&FrameworkRequest {
            themes,
            choice: choice.clone(),
            by: None,
        }),
        board: ground.frame(&FrameRequest { by: None, choice }),
    }
}

fn draw(ground: &Ground<'_>, ask: &ChartAsk, scale: f32) -> Charted {
    let picture = chart::picture(ground, ask, &axis_name(ground.project(), ask.by));
    let pixels = chart::pixels(&picture.svg, scale);
    Charted {
        pixels: pixels.map_err(|error| Trouble::from(error).message().one_line()),
        picture,
    }
}

fn compare(ground: &Ground<'_>, texts: &Texts, ask: AgreementAsk) -> Agreed {
    let project = ground.project();
    let everybody = || {
        let all = agreement::who_codes(project).into_iter();
        all.map(|(coder, ..)| coder).collect()
    };
    let sentences = if ask.unit == AgreementUnit::Sentences {
        let found = agreement::sentences(project, texts);
        Some(found.map_err(|error| Trouble::from(error).message().one_line())?)
    } else {
        None
    };
    let request = AgreementRequest {
        coders: ask.coders.unwrap_or_else(everybody),
        unit: ask.unit,
        coded_only: ask.coded_only,
        code: None,
        sources: None,
        sentences: sentences.as_ref(),
    };
    agreement::compare(ground, &request).map_err(|error| Trouble::from(error).message().one_line())
}

fn line_up(ground: &Ground<'_>, coder: CoderId, ask: ThemesAsk) -> Themes {
    ground.themes(&ThemesRequest {
        unit: ask.unit,
        by: ask.by,
        choice: choice(ground.project(), coder, (ask.whose, ask.coder), true),
    })
}
