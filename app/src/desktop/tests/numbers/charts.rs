//! Charts from the outside: drawn, saved, and their numbers opened.

use super::*;
use crate::data::DataRequest;
use crate::desktop::tests::data::{at_rest, has, showing};

#[test]
fn a_chart_stands_beside_its_table_and_a_number_opens_its_quotes() {
    let mut window = showing(View::Charts);
    let charted = window.state().state().data.chart.found.clone().unwrap();
    assert!(charted.pixels.is_ok());
    assert!(has(&window, "Cases by code and respondent group"));
    click(&mut window, "Enablers / Trust × Parents: 1 of 2");
    at_rest(&mut window);
    assert_eq!(window.state().state().view, View::Excerpts);
    assert!(has(&window, "1 excerpt from 1 source"));
}

#[test]
fn a_chart_is_saved_as_svg_and_as_png() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = showing(View::Charts);
    let charted = window.state().state().data.chart.found.clone().unwrap();
    for (name, begins) in [("chart.svg", &b"<svg "[..]), ("chart.png", b"\x89PNG")] {
        let to = folder.path().join(name);
        let request = DataRequest::WriteChart(to.clone(), std::sync::Arc::clone(&charted));
        window.state_mut().out.ask(Request::Data(request));
        window.step();
        until(&mut window, name, |_| to.exists());
        assert!(std::fs::read(&to).unwrap().starts_with(begins), "{name}");
    }
}
