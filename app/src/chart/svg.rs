//! A small writer of SVG: rectangles, lines, dots and words, each escaped.

/// Where a text stands from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture being drawn.
pub(super) struct Svg {
    text: String,
}

impl Svg {
    pub(super) fn new(title: &str, width: f64, height: f64) -> Self {
        let (width, height) = (size(width), size(height));
        let title = escaped(title);
        Self {
            text: format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{height}\" \
                 viewBox=\"0 0 {width} {height}\" font-family=\"'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif\">\n\
                 <title>{title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
            ),
        }
    }

    /// A rectangle: place, width and height; its words are read out and shown on hover.
    pub(super) fn rect(
        &mut self,
        (x, y, width, height): (f64, f64, f64, f64),
        fill: &str,
        words: &str,
    ) {
        let (x, y, width, height) = (size(x), size(y), size(width), size(height));
        self.shape(
            &format!(
                "rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\""
            ),
            "rect",
            words,
        );
    }

    pub(super) fn dot(&mut self, (x, y): (f64, f64), fill: &str, words: &str) {
        let (x, y) = (size(x), size(y));
        self.shape(
            &format!("circle cx=\"{x}\" cy=\"{y}\" r=\"4\" fill=\"{fill}\""),
            "circle",
            words,
        );
    }

    fn shape(&mut self, tag: &str, name: &str, words: &str) {
        let end = if words.is_empty() {
            "/>\n".to_owned()
        } else {
            format!("><title>{}</title></{name}>\n", escaped(words))
        };
        self.text.extend(["<", tag, &end]);
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &str) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(size);
        self.text.extend([format!(
            "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{colour}\" stroke-width=\"1.5\"/>\n"
        )]);
    }

    pub(super) fn text(
        &mut self,
        x: f64,
        y: f64,
        anchor: Anchor,
        points: f64,
        fill: &str,
        words: &str,
    ) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let more = format!("text-anchor=\"{anchor}\"");
        self.words((x, y), &more, points, fill, words);
    }

    /// Words that rise to the right from a place.
    pub(super) fn slanted(&mut self, x: f64, y: f64, points: f64, fill: &str, words: &str) {
        let turn = format!("transform=\"rotate(-45 {} {})\"", size(x), size(y));
        self.words((x, y), &turn, points, fill, words);
    }

    /// Words that rise to the right up to a place.
    pub(super) fn hanging(&mut self, x: f64, y: f64, points: f64, fill: &str, words: &str) {
        let turn = format!(
            "text-anchor=\"end\" transform=\"rotate(-45 {} {})\"",
            size(x),
            size(y)
        );
        self.words((x, y), &turn, points, fill, words);
    }

    fn words(&mut self, (x, y): (f64, f64), more: &str, points: f64, fill: &str, words: &str) {
        let (x, y, words) = (size(x), size(y), escaped(words));
        self.text.extend([format!(
            "<text x=\"{x}\" y=\"{y}\" {more} font-size=\"{points}\" fill=\"{fill}\">{words}</text>\n"
        )]);
    }

    pub(super) fn finish(mut self) -> String {
        self.text.push_str("</svg>\n");
        self.text
    }
}

/// A length to a hundredth, so that the same numbers give the same bytes.
fn size(length: f64) -> f64 {
    (length * 100.0).round() / 100.0
}

/// Text as it may stand in XML: without what XML cannot hold, and with its own signs escaped.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => text.push(' '),
            c => text.push(c),
        }
    }
    text
}
