//! What the columns of a codebook table mean, told from their headings.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::check::name_key;
use crate::table::TableWarning;

/// What one column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// The whole path, as Vouch writes it.
    Path,
    /// A name, perhaps with the names above it; ranked, lowest first, for tables with several such columns.
    Name(usize),
    /// The name or path of the code above.
    Parent,
    /// The name at one level of the tree, counted from 1 at the top.
    Level(usize),
    Kind,
    Definition,
    UseWhen,
    NotWhen,
    Example,
    Colour,
    /// Counts and numbers that other programs add, of no use in a codebook.
    Count,
    Unknown,
}

/// Headings of name columns, the surest first; each line holds one meaning in the languages programs speak.
///
/// Where the headings come from: NVivo lists Name, Description, Files (Sources before version 12) and References, in
/// the language it is set to (its help in those languages, such as help-nv8-de.qsrinternational.com); MAXQDA reads and
/// writes Code and Memo (maxqda.com/help-mx22, “codes and code memos from an Excel table”); Taguette writes tag,
/// description, number of highlights and number of documents (taguette/export.py), in no other language; QualCoder has
/// no headings at all, see [`Columns::of_list`].
const NAMES: [&[&str]; 11] = [
    &["name", "nom", "nombre", "nome", "naam", "名前", "名称"],
    &[
        "code name",
        "codename",
        "nom du code",
        "nombre del codigo",
        "nome do codigo",
    ],
    &["kodename", "codebezeichnung"],
    &["code", "kode", "codigo", "codice", "コード", "代码"],
    &["code path", "codepfad"],
    &[
        "hierarchical name",
        "hierarchischer name",
        "nom hierarchique",
        "nombre jerarquico",
    ],
    &["tag"],
    &["tag name"],
    &["node", "knoten", "noeud", "nœud", "nodo", "ノード", "节点"],
    &["label"],
    &["theme", "thema", "tema"],
];

const PARENTS: &[&str] = &[
    "parent",
    "parent code",
    "parent name",
    "parent path",
    "parent node",
    "category",
    "obercode",
    "ubergeordneter code",
    "ubergeordneter knoten",
    "kategorie",
    "code parent",
    "noeud parent",
    "categorie",
    "codigo padre",
    "codigo principal",
    "codigo pai",
    "categoria",
];

const DEFINITIONS: &[&str] = &[
    "definition",
    "description",
    "memo",
    "comment",
    "code memo",
    "code comment",
    "memo text",
    "beschreibung",
    "kommentar",
    "codememo",
    "commentaire",
    "memo du code",
    "descripcion",
    "definicion",
    "comentario",
    "descricao",
    "definicao",
    "descrizione",
    "definizione",
    "commento",
    "beschrijving",
    "説明",
    "说明",
    "描述",
];

const COLOURS: &[&str] = &[
    "colour", "color", "farbe", "couleur", "cor", "colore", "kleur", "色", "颜色",
];

/// Counts and numbers that other programs add.
const COUNTS: &[&str] = &[
    "files",
    "sources",
    "references",
    "cases",
    "documents",
    "id",
    "guid",
    "number of highlights",
    "number of documents",
    "number of sources coded",
    "number of coding references",
    "coded segments",
    "codings",
    "frequency",
    "grounded",
    "groundedness",
    "density",
    "dateien",
    "quellen",
    "verweise",
    "referenzen",
    "dokumente",
    "codierte segmente",
    "haufigkeit",
    "fichiers",
    "frequence",
    "segments codes",
    "archivos",
    "recursos",
    "fuentes",
    "referencias",
    "frecuencia",
    "segmentos codificados",
    "arquivos",
    "ficheiros",
    "fontes",
    "frequencia",
    "ファイル",
    "参照",
    "文件",
    "参考点",
];

/// A heading without marks over its letters: files lose them on their way through old encodings.
fn unmarked(heading: &str) -> String {
    let letters = heading.nfd().filter(|c| !is_combining_mark(*c));
    letters.nfc().collect()
}

impl Column {
    /// Tells what a heading means, in any case, with or without accents, with blanks, hyphens or underscores between
    /// its words.
    pub(crate) fn of_heading(heading: &str) -> Self {
        let words: Vec<String> = heading
            .trim_start_matches('\u{feff}')
            .split(|c: char| c.is_whitespace() || matches!(c, '_' | '-' | ':' | '*'))
            .filter(|word| !word.is_empty())
            .map(name_key)
            .collect();
        let key = unmarked(&words.join(" "));
        let key = key.as_str();
        if let Some(rank) = NAMES.iter().position(|names| names.contains(&key)) {
            return Self::Name(rank);
        }
        if let Some(level) = key
            .strip_prefix("level")
            .and_then(|rest| rest.trim().parse().ok())
        {
            return Self::Level(level);
        }
        let lists = [
            (PARENTS, Self::Parent),
            (DEFINITIONS, Self::Definition),
            (COLOURS, Self::Colour),
            (COUNTS, Self::Count),
        ];
        if let Some((_, meaning)) = lists.into_iter().find(|(list, _)| list.contains(&key)) {
            return meaning;
        }
        match key {
            "path" | "codepath" | "full path" => Self::Path,
            "kind" | "type" | "polarity" => Self::Kind,
            "use when" | "when to use" | "inclusion" | "include" | "inclusion criteria" => {
                Self::UseWhen
            }
            "not when" | "when not to use" | "exclusion" | "exclude" | "exclusion criteria" => {
                Self::NotWhen
            }
            "example" | "examples" | "example quote" => Self::Example,
            _ => Self::Unknown,
        }
    }

    /// Says whether the column can name a code by itself.
    const fn names_codes(&self) -> bool {
        matches!(self, Self::Path | Self::Name(_) | Self::Level(_))
    }
}

/// Which columns say where a code stands; numbers are columns, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// Whole paths, as Vouch writes them.
    Path(usize),
    /// One column a level, top first.
    Levels(Vec<usize>),
    /// The code's name and, beside it, the one above.
    Parent { name: usize, parent: usize },
    /// Names that may hold those above them.
    Name(usize),
}

/// What parts the names in a list of QualCoder; `>>>` parts a code from a code below it.
pub(crate) const LIST_SEPARATOR: &str = ">>";

/// The columns of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) naming: Naming,
    pub(crate) meanings: Vec<Column>,
}

impl Columns {
    /// Reads a row as headings; none if no heading names codes.
    pub(crate) fn of_headings(
        line: usize,
        row: &[String],
        warnings: &mut Vec<TableWarning>,
    ) -> Option<Self> {
        let meanings: Vec<Column> = row
            .iter()
            .map(|heading| Column::of_heading(heading))
            .collect();
        let naming = naming(&meanings)?;
        for (at, (heading, meaning)) in row.iter().zip(&meanings).enumerate() {
            if heading.trim().is_empty() {
                continue;
            }
            let unused = match &naming {
                Naming::Path(_) => false,
                Naming::Levels(_) => matches!(meaning, Column::Name(_) | Column::Parent),
                Naming::Parent { name, parent } => {
                    matches!(meaning, Column::Name(_) | Column::Parent)
                        && at != *name
                        && at != *parent
                }
                Naming::Name(name) => matches!(meaning, Column::Name(_)) && at != *name,
            };
            if unused || *meaning == Column::Unknown {
                let message = format!(
                    "the column “{}” has no place in a codebook and was left out",
                    heading.trim()
                );
                warnings.push(TableWarning { line, message });
            }
        }
        Some(Self { naming, meanings })
    }

    /// The columns of a list without headings, as QualCoder reads and writes codebooks: the code with the names above
    /// it parted by `>>`, then what it means (`ImportPlainTextCodes` in its `helpers.py`, and section 6.1 of its wiki). None if no row parts
    /// names that way or some row has more to say.
    pub(crate) fn of_list(rows: &[(usize, &[String])]) -> Option<Self> {
        let first = |row: &[String]| {
            row.first()
                .is_some_and(|cell| cell.contains(LIST_SEPARATOR))
        };
        let narrow = |row: &[String]| row.iter().skip(2).all(|cell| cell.trim().is_empty());
        let is_list =
            rows.iter().any(|(_, row)| first(row)) && rows.iter().all(|(_, row)| narrow(row));
        is_list.then(Self::unheaded)
    }

    /// The columns of a list without headings: a name, and what it means.
    pub(crate) fn unheaded() -> Self {
        Self {
            naming: Naming::Name(0),
            meanings: vec![Column::Name(0), Column::Definition],
        }
    }

    /// Counts the headings of a row that are understood, if one of them names codes.
    pub(crate) fn understood(row: &[String]) -> usize {
        let meanings: Vec<Column> = row
            .iter()
            .map(|heading| Column::of_heading(heading))
            .collect();
        if meanings.iter().any(Column::names_codes) {
            meanings
                .iter()
                .filter(|meaning| **meaning != Column::Unknown)
                .count()
        } else {
            0
        }
    }
}

/// Settles which columns say where a code stands.
fn naming(meanings: &[Column]) -> Option<Naming> {
    let place_of = |wanted: &Column| meanings.iter().position(|meaning| meaning == wanted);
    if let Some(path) = place_of(&Column::Path) {
        return Some(Naming::Path(path));
    }
    let mut levels: Vec<(usize, usize)> = Vec::new();
    let mut names: Vec<(usize, usize)> = Vec::new();
    for (at, meaning) in meanings.iter().enumerate() {
        if let Column::Level(level) = meaning {
            levels.push((*level, at));
        } else if let Column::Name(rank) = meaning {
            names.push((*rank, at));
        }
    }
    if !levels.is_empty() {
        levels.sort_unstable();
        return Some(Naming::Levels(
            levels.into_iter().map(|(_, at)| at).collect(),
        ));
    }
    names.sort_unstable();
    let (_, name) = *names.first()?;
    let theme = Column::of_heading("theme");
    // "Theme, code" is how many Word tables write two levels.
    let parent = place_of(&Column::Parent).or_else(|| place_of(&theme).filter(|at| *at != name));
    Some(parent.map_or(Naming::Name(name), |parent| Naming::Parent { name, parent }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(headings: &str) -> Vec<String> {
        headings.split('|').map(str::to_owned).collect()
    }

    #[test]
    fn headings_are_read_in_any_case_and_spelling() {
        for heading in [
            "use_when",
            "Use when",
            "USE-WHEN:",
            " inclusion ",
            "Include",
            "Inclusion criteria",
        ] {
            assert_eq!(Column::of_heading(heading), Column::UseWhen, "{heading}");
        }
        assert_eq!(Column::of_heading("Color"), Column::Colour);
        assert_eq!(Column::of_heading("\u{feff}Path"), Column::Path);
        assert_eq!(Column::of_heading("Level 2"), Column::Level(2));
        assert_eq!(Column::of_heading("level_10"), Column::Level(10));
        assert_eq!(Column::of_heading("Levelling"), Column::Unknown);
    }

    #[test]
    fn headings_are_read_in_the_languages_programs_speak() {
        for (row, name) in [
            ("Name|Description|Files|References", 0),
            ("Name|Beschreibung|Dateien|Verweise", 0),
            ("Nom|Description|Fichiers|Références", 0),
            ("NOMBRE|DESCRIPCION|ARCHIVOS|REFERENCIAS", 0),
            ("Nome|Descrição|Arquivos|Referências", 0),
            ("名前|説明|ファイル|参照", 0),
            ("Farbe|Code|Memo", 1),
            (
                "tag|description|number of highlights|number of documents",
                0,
            ),
        ] {
            let mut warnings = Vec::new();
            let columns = Columns::of_headings(1, &self::row(row), &mut warnings).unwrap();
            assert_eq!(columns.naming, Naming::Name(name), "{row}");
            assert!(columns.meanings.contains(&Column::Definition), "{row}");
            assert_eq!(warnings, [], "{row}");
        }
        assert_eq!(
            Column::of_heading("U\u{308}bergeordneter Code"),
            Column::Parent
        );
    }

    #[test]
    fn a_path_goes_before_levels_and_names() {
        assert_eq!(
            naming(&[Column::Level(1), Column::Path]),
            Some(Naming::Path(1))
        );
        assert_eq!(
            naming(&[Column::Level(2), Column::Level(1)]),
            Some(Naming::Levels(vec![1, 0]))
        );
        assert_eq!(naming(&[Column::Kind]), None);
    }

    #[test]
    fn a_theme_beside_a_code_is_the_one_above_it() {
        let mut warnings = Vec::new();
        let columns =
            Columns::of_headings(1, &row("Theme|Code|Description"), &mut warnings).unwrap();
        assert_eq!(columns.naming, Naming::Parent { name: 1, parent: 0 });
        let columns = Columns::of_headings(1, &row("Theme|Description"), &mut warnings).unwrap();
        assert_eq!(columns.naming, Naming::Name(0));
        assert_eq!(warnings, []);
    }

    #[test]
    fn unknown_columns_are_reported_and_counts_are_not() {
        let mut warnings = Vec::new();
        let columns = Columns::of_headings(
            3,
            &row("Name|Description|Files|References|Owner|"),
            &mut warnings,
        );
        assert!(columns.is_some());
        let shown: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            ["line 3: the column “Owner” has no place in a codebook and was left out"]
        );
    }

    #[test]
    fn a_row_without_a_name_column_is_no_heading() {
        assert_eq!(
            Columns::of_headings(1, &row("Description|Kind"), &mut Vec::new()),
            None
        );
        assert_eq!(Columns::understood(&row("Description|Kind")), 0);
        assert_eq!(Columns::understood(&row("Description|Tag")), 2);
    }
}
