//! Who a label can be: folding of spellings, and how much a name looks like a speaker's.

/// How much a label looks like a speaker, before it is seen how often it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// A clock, an address, a date, or a word that opens sentences and forms (`Note:`, `Date:`).
    Never,
    /// Several words in small letters, as in running text.
    Prose,
    /// A personal name or anything else with capitals.
    Name,
    /// A short code with or without a number: `D`, `P1`, `FG2`, `SPEAKER_00`.
    Code,
    /// A part in an interview: `Participant 3`, `Mother`, `Several`.
    Part,
    /// Someone who asks: `Interviewer`, `INT`, `Q`, `Moderator`, `Cyfwelydd`.
    Asker,
}

/// The longest label, in characters: what MAXQDA takes.
pub(super) const LONGEST: usize = 63;

/// Folds a label so that spellings of one speaker are equal: case, blanks, closing punctuation and `(Guest)` do not count.
pub(super) fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_whitespace() || super::times::is_blank(c) || matches!(c, '*' | '\u{ad}') {
            continue;
        }
        match c {
            '’' | '‘' => key.push('\''),
            '\u{2010}' | '\u{2011}' => key.push('-'),
            _ => key.extend(c.to_lowercase()),
        }
    }
    let end = key
        .trim_end_matches(['.', ',', ';', ':', '-', '–', '"'])
        .len();
    key.truncate(end);
    for guest in ["(guest)", "(external)", "(unverified)"] {
        if key.len() > guest.len() && key.ends_with(guest) {
            key.truncate(key.len() - guest.len());
        }
    }
    key
}

/// Those who ask, in English, Welsh and the languages of neighbours. A number after the word does not count.
const ASKERS: &str = "interviewer int intv intvr ivr iv i q question questioner moderator mod facilitator \
    fac interviewers researcher evaluator host cyfwelydd cyf holwr hwylusydd ymchwilydd gwerthuswr \
    safonwr cwestiwn interviewerin interviewende moderatorin forscher forscherin enquêteur enquêteuse \
    enquêtrice intervieweur intervieweuse animateur animatrice modérateur modératrice chercheur \
    chercheuse entrevistador entrevistadora moderador moderadora investigador investigadora pergunta pregunta \
    onderzoeker vraag frage intervistatore intervistatrice moderatore moderatrice badacz badaczka \
    moderatorka enqueteur enqueteuse enquetrice moderateur gesprächsleiter gesprächsleiterin gespreksleider \
    onderzoekster ricercatore ricercatrice conduttore conduttrice pesquisador pesquisadora mediador mediadora \
    encuestador encuestadora inquiridor inquiridora gyfwelydd cyfwelwr hwyluswr ymchwiliwr";

/// Those who answer, whoever they are.
const ANSWERERS: &str = "interviewee participant respondent informant cyfranogwr ymatebydd atebydd befragte befragter \
    teilnehmer teilnehmerin enquêté enquêtée interviewé interviewée participante entrevistado entrevistada \
    respondente deelnemer intervistato intervistata interviewte interviewter interviewpartner interviewpartnerin geïnterviewde \
    partecipante répondant répondante inquirido inquirida encuestado encuestada informante interviewe \
    ymatebwr cyfwelai gyfranogwr";

/// Parts that people have in interviews, groups and services, in English and Welsh.
const PARTS: &str = "respondent resp participant part interviewee patient parent carer mother father mum \
    mam dad grandmother grandfather child young practitioner worker manager teacher \
    speaker answer female male voice man woman unknown unidentified several all both \
    group everyone multiple person client therapist doctor nurse midwife user guest \
    caller audience student volunteer coordinator staff member officer police social \
    family head health observer interpreter translator operator narrator witness chair \
    speakers daughter son girl boy husband wife partner sister brother rhiant cyfranogwr \
    ymatebydd atebydd ateb siaradwr tad plentyn gweithiwr ymarferydd rheolwr athro \
    befragte befragter teilnehmer teilnehmerin mutter vater antwort enquêté enquêtée interviewé \
    interviewée participante entrevistado entrevistada respondente respuesta resposta antwoord deelnemer \
    moeder vader mère père madre padre intervistato intervistata \
    athrawes nyrs meddyg pawb claf gofalwr oedolyn merch mab hogyn hogan bachgen nain \
    taid gyfranogwr ymatebwr cyfwelai rhieni swyddog cydlynydd gwirfoddolwr myfyriwr disgybl bydwraig llysfam llystad \
    chwaer brawd cadeirydd interviewte interviewter interviewpartner interviewpartnerin patientin lehrer lehrerin \
    sprecher sprecherin therapeut therapeutin répondant répondante locuteur locutrice intervenant intervenante \
    enseignant enseignante élève étudiant étudiante patiente médecin infirmier infirmière inquirido inquirida encuestado \
    encuestada informante paciente profesor profesora professor professora alumno alumna aluno aluna mãe pai \
    partecipante insegnante studente studentessa paziente geïnterviewde spreker leerling docent patiënt";

/// Words of [`NEVER`] that open the names of trades too.
const TRADES: &str = "project case support assessment plan study section interview task review care action programme \
    outcome language need goal risk intervention second first";

/// Words that open sentences, forms and sections but name nobody.
const NEVER: &str = "note notes nb n.b ps p.s eg e.g ie i.e etc ok okay re fw fwd for and but so or \
    because if when then that this these those there here it well now also first firstly \
    second secondly third thirdly finally lastly next honestly basically example \
    examples remember warning important date dates time times day place location venue \
    duration length recorded recording transcribed transcriber transcript transcription \
    transcriptionist file filename title subject topic theme summary background \
    introduction conclusion consent present attendees attending apologies project study \
    reference ref id age gender sex wave version status author created updated source \
    url http https ftp mailto www email e-mail tel telephone phone mobile fax address \
    key legend figure fig table appendix section chapter page p. part agenda action \
    actions outcome outcomes need needs risk risks plan plans review goal goals aim aims \
    concern concerns strength strengths weakness weaknesses referral referred presenting \
    assessment history support intervention closing opening result results reason \
    reasons context comment comments decision decisions task tasks step steps details \
    detail keywords tags abstract language method methods quote translation interview \
    what why how who where which yes no today tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday january \
    february march april may june july august september october november december heddiw yfory \
    ddoe dyddiad amser lleoliad nodyn nodiadau er felly \
    ond ac achos wedyn cyfweliad adysgrifiad hyd crynodeb cefndir teitl medium media \
    implication implications finding findings venue profile description position product objective objectives morning noon afternoon evening night \
    nombre nome nom fecha data datum hora lugar lieu ort edad idade empresa cargo duración duração durée dauer \
    título titel tema thema asunto ocupación ocupação profesión profissão indústria industria \
    kind category type name names case episode by examination cross-examination re-examination exhibit break \
    objetivo objetivos indicador indicadores observación observaciones observação observações nota notas \
    resumen resumo contexto conclusión conclusão introducción introdução dirección endereço ejemplo exemplo \
    objectif objectifs remarque remarques exemple résumé adresse ziel ziele beispiel anmerkung obiettivo \
    obiettivi esempio voorbeeld doel opmerking";

/// Numbers that people count with.
const COUNTED: &str = "one two three four five six seven eight nine ten";

/// What may stand before a family name.
const TITLES: &str = "mr mrs ms miss mx dr prof professor sir dame lord lady judge justice chair chairman chairwoman \
    counsel the cllr councillor rev reverend father sister herr frau señor señora don doña pan pani";

/// Whether a list of words, with blanks between, holds a word.
pub(super) fn listed(list: &str, word: &str) -> bool {
    // Most words are in no list, not even within another word, which is told many times faster.
    list.contains(word)
        && list
            .as_bytes()
            .split(|&byte| byte == b' ')
            .any(|listed| listed == word.as_bytes())
}

/// Whether a word in small letters, without a full stop, is a title.
pub(super) fn is_title(word: &str) -> bool {
    listed(TITLES, word)
}

/// Sorts a label by how much it looks like a speaker's.
pub(super) fn likeness(name: &str) -> Likeness {
    let name = name.trim_matches(['*', '_', ' ', '\u{a0}']);
    if is_telephone(name) {
        return Likeness::Name;
    }
    if let Some(of_both) = of_one_gender(name).map(|one| likeness(&one))
        && of_both >= Likeness::Part
    {
        return of_both;
    }
    // `Interviewer/Facilitator`: one person with two parts.
    if name.contains('/') && name.split('/').all(|part| is_part(part.trim())) {
        return if name.split('/').all(|part| asks(part.trim())) {
            Likeness::Asker
        } else {
            Likeness::Part
        };
    }
    let named = without_brackets(name);
    // `Ada Okoro (she/her)`: strokes in brackets after a name are no part of it.
    let stroke = if named.is_empty() { name } else { &named }.contains('/');
    if !name.contains(char::is_alphabetic)
        || stroke
        || name.contains(['?', '!', '"', '“', '”', '=', '<', '>', '…'])
        || name.starts_with(['-', '–', '•', '·'])
    {
        return if name.contains('/') && is_code_list(name) {
            Likeness::Name
        } else {
            Likeness::Never
        };
    }
    if is_verb_grown_on(name) {
        return Likeness::Never;
    }
    let bare = named;
    let words: Vec<&str> = bare
        .split([' ', '\u{a0}', '\t', '_'])
        .filter(|word| !word.is_empty())
        .collect();
    let Some(first) = words.first() else {
        return Likeness::Name;
    };
    let stem = first
        .trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation())
        .to_lowercase();
    if words.len() > 8 || is_day(&words) {
        return Likeness::Never;
    }
    if let Some(known) = by_first_word(&bare, &words, &stem) {
        return known;
    }
    if bare.contains(". ") && !is_initialled(&words) {
        return Likeness::Never;
    }
    let capital = |word: &&str| {
        let mut chars = word.chars().skip_while(|c| !c.is_alphanumeric());
        chars.next().is_none_or(|c| {
            c.is_uppercase() || c.is_numeric() || (!c.is_lowercase() && c.is_alphabetic())
        }) || listed(PARTICLES, &word.to_lowercase())
    };
    let begins = words[0]
        .chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(|c| c.is_uppercase() || !c.is_lowercase());
    if begins && words.len() <= 6 && words.iter().all(capital) {
        Likeness::Name
    } else {
        Likeness::Prose
    }
}

/// `Interviewer*in 2`, `Entrevistador/a`, `Befragte:r`: a word that names both genders, without the ending of one.
fn of_one_gender(name: &str) -> Option<String> {
    const ENDINGS: &str = "innen in r e n ne a as o os trice euse";
    let mark = name.find(['*', '/', ':', '·', '_'])?;
    let (word, rest) = (
        &name[..mark],
        &name[mark + name[mark..].chars().next()?.len_utf8()..],
    );
    let end = rest.find(|c: char| !c.is_lowercase()).unwrap_or(rest.len());
    let (ending, after) = rest.split_at(end);
    let is_word = word.chars().count() > 4 && !word.contains(' ');
    let ends = after.is_empty() || after.starts_with(|c: char| c == ' ' || c.is_ascii_digit());
    (is_word && ends && listed(ENDINGS, ending)).then(|| format!("{word}{after}"))
}

/// The months of the year.
const MONTHS: &str =
    "january february march april may june july august september october november december";

/// Whether words are a day or a month of a year: `19 July 2011`, `Tuesday, July 19th`.
fn is_day(words: &[&str]) -> bool {
    let bare = |word: &&str| {
        word.trim_matches(|c: char| c.is_ascii_punctuation())
            .to_lowercase()
    };
    let words: Vec<String> = words.iter().map(bare).collect();
    let numbered =
        |word: &String| word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 4;
    let month = |word: &String| listed(MONTHS, word);
    words.len() <= 4
        && words.iter().any(numbered)
        && words.iter().any(month)
        && words
            .iter()
            .all(|word| numbered(word) || month(word) || word.ends_with("day"))
}

/// Whether what stands between strokes is somebody's part; nobody has a stroke in it again.
fn is_part(part: &str) -> bool {
    !part.contains('/') && likeness(part) >= Likeness::Part
}

/// `We’ve`, `I’m`, `Don’t`: a word of speech with a verb, or its denial, grown onto it.
fn is_verb_grown_on(name: &str) -> bool {
    if name.contains(' ') || !name.contains(['\'', '’']) {
        return false;
    }
    let name = name.to_lowercase().replace('’', "'");
    let ends = ["'ve", "'re", "'ll", "'m", "n't"];
    ends.iter().any(|end| name.ends_with(end))
}

/// `+44 7700 900123`, as messengers name those whom nobody knows by name.
fn is_telephone(name: &str) -> bool {
    let Some(number) = name.strip_prefix('+') else {
        return false;
    };
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let only = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '(' | ')' | '-');
    digits >= 7 && number.chars().all(only)
}

/// What the first word of a label says, if it is a word that is known.
fn by_first_word(bare: &str, words: &[&str], stem: &str) -> Option<Likeness> {
    let rest_numbers = words[1..]
        .iter()
        .all(|word| word.chars().all(|c| c.is_ascii_digit()) || word.chars().count() == 1);
    if listed(ASKERS, stem)
        && (rest_numbers || stem.len() > 4)
        && !(stem == "question" && words.len() + usize::from(words[0].len() > stem.len()) > 1)
    {
        return Some(Likeness::Asker);
    }
    if stem == "question" || stem == "cwestiwn" {
        return Some(Likeness::Never);
    }
    if stem == "part" && !rest_numbers {
        return Some(Likeness::Prose);
    }
    if listed(PARTS, stem)
        && words.len() <= 5
        && (words.len() == 1 || rest_numbers || words[1..].iter().all(|word| may_follow(word)))
        && stem != "part"
    {
        return Some(Likeness::Part);
    }
    if bare.ends_with(|c: char| c.is_ascii_digit())
        && is_code(bare)
        && stem.chars().count() <= 3
        && !matches!(stem, "re" | "no" | "p." | "fig")
    {
        return Some(Likeness::Code);
    }
    // "Project Manager", "Case worker": what opens a form also opens the names of trades.
    let trade = |word: &&str| listed(PARTS, &word.to_lowercase());
    if words.len() <= 3 && listed(TRADES, stem) && words[1..].last().is_some_and(trade) {
        return Some(Likeness::Part);
    }
    // `Two: the bus`: somebody counts what they say.
    if words.len() == 1 && listed(COUNTED, stem) {
        return Some(Likeness::Prose);
    }
    if listed(NEVER, stem)
        || listed(NEVER, &words[0].to_lowercase())
        || (words.len() == 1 && stem.len() > 5 && stem.ends_with("ly"))
    {
        return Some(Likeness::Never);
    }
    is_code(bare).then_some(Likeness::Code)
}

/// Small words within names.
const PARTICLES: &str =
    "of the and & van von de der den da di du la le ap ab ferch y yr o bin al el |";

/// A word that may follow a part's name: `young person`, `Parent and child`, `family worker 2`.
fn may_follow(word: &str) -> bool {
    let stem = word
        .trim_matches(|c: char| !c.is_alphabetic())
        .to_lowercase();
    stem.is_empty()
        || stem.chars().count() == 1
        || listed(PARTS, &stem)
        || listed(PARTICLES, &stem)
        || word.starts_with(char::is_uppercase)
        || matches!(
            stem.as_str(),
            "lead"
                | "visitor"
                | "one"
                | "two"
                | "three"
                | "four"
                | "five"
                | "six"
                | "support"
                | "ifanc"
                | "teulu"
                | "cymdeithasol"
        )
}

fn without_brackets(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut depth = 0_usize;
    for c in name.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// `D`, `P1`, `P 1`, `FG2`, `YP01`, `INT-2`, `id1`, `SPEAKER_00`, `P3a`.
fn is_code(name: &str) -> bool {
    let letters = name.chars().take_while(|c| c.is_alphabetic()).count();
    let rest: Vec<char> = name.chars().skip(letters).collect();
    let upper = name.chars().take(letters).all(|c| !c.is_lowercase());
    let digits = rest.iter().filter(|c| c.is_ascii_digit()).count();
    let tidy = rest
        .iter()
        .all(|&c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '_' | '.' | '#'))
        || (digits > 0 && rest.len() - digits <= 1);
    (1..=12).contains(&letters)
        && tidy
        && rest.len() <= 5
        && ((digits > 0 && (upper || letters <= 4))
            || (digits == 0 && letters <= 4 && (upper || letters == 1)))
}

fn is_code_list(name: &str) -> bool {
    name.split('/').all(|part| is_code(part.trim()))
}

fn is_initialled(words: &[&str]) -> bool {
    words
        .iter()
        .filter(|word| word.ends_with('.'))
        .all(|word| word.chars().filter(|c| c.is_alphabetic()).count() <= 4)
}

/// Whether a label names someone who asks.
pub(super) fn asks(name: &str) -> bool {
    likeness(name) == Likeness::Asker
}

/// Whether a label names someone who answers, with a number or without.
pub(super) fn answers(name: &str) -> bool {
    let key = key(name);
    let bare = key.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    listed(ANSWERERS, bare)
}

/// Words and letters that stand before an answer, whoever gives it.
const ANSWERS: &str = "a r ans answer answers response reply antwort respuesta resposta réponse ateb antwoord risposta";

/// Whether a label says that something is answered, and not who does.
pub(super) fn is_answer(name: &str) -> bool {
    listed(ANSWERS, &key(name))
}

/// How many letters must change to make one key into another, up to 3.
pub(super) fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 2 {
        return 3;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let change = corner + usize::from(a != b);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[other.len()].min(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_genders_are_labels() {
        let text = "Interviewer:in: Wie war das?\nBefragte:r: Gut.\nInterviewer:in: Und dann?\nBefragte:r: Ja.\n";
        assert_eq!(
            super::super::tests::shown("a.txt", text.as_bytes()),
            "[Interviewer:in!] Wie war das?\n[Befragte:r] Gut.\n[Interviewer:in!] Und dann?\n[Befragte:r] Ja."
        );
        assert_eq!(of_one_gender("Either/or"), None);
        assert_eq!(likeness("Yes/a"), Likeness::Never);
    }

    #[test]
    fn spellings_of_one_speaker_fold_to_one_key() {
        for (one, other) in [
            ("P", "p"),
            ("P1", "P 1"),
            ("INT.", "Int"),
            ("A | gean", "A |gean"),
            ("Ada\u{a0}Okoro (Guest)", "ADA OKORO"),
            ("O’Neil", "o'neil"),
        ] {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
        assert_ne!(key("Parent 1"), key("Parent 11"));
    }

    #[test]
    fn askers_parts_codes_and_names_are_told_apart() {
        use Likeness::{Asker, Code, Name, Never, Part, Prose};
        for (name, expected) in [
            ("Interviewer", Asker),
            ("INT", Asker),
            ("I", Asker),
            ("I2", Asker),
            ("Moderator 1", Asker),
            ("Cyfwelydd", Asker),
            ("Int.", Asker),
            ("Q", Asker),
            ("Cyfwelydd 2", Asker),
            ("Interviewer:in", Asker),
            ("Interviewer*in 2", Asker),
            ("Entrevistador/a", Asker),
            ("Entrevistado(a)", Part),
            ("Befragte*r", Part),
            ("Geïnterviewde", Part),
            ("_Objetivo", Never),
            ("Participant 3 (male)", Part),
            ("Young person 1", Part),
            ("Family worker", Part),
            ("Several", Part),
            ("Rhiant 2", Part),
            ("Head teacher", Part),
            ("P1", Code),
            ("D", Code),
            ("YP01", Code),
            ("SPEAKER_00", Part),
            ("Ada Okoro (she/her)", Name),
            ("Two", Prose),
            ("id1", Code),
            ("p", Code),
            ("Ada Okoro", Name),
            ("Mark McGranaghan", Name),
            ("Siân", Name),
            ("Dr. Smith", Name),
            ("MR BEER", Name),
            ("Project Manager", Part),
            ("Interviewer/Facilitator", Asker),
            ("Mother/Child", Part),
            ("+44 7700 900123", Name),
            ("and/or", Never),
            ("Aaron van Wirdum", Name),
            ("For example", Never),
            ("Note", Never),
            ("Date", Never),
            ("https", Never),
            ("Question 3", Never),
            ("Honestly", Never),
            ("12/03/2026", Never),
            ("Interview 12", Never),
            ("and he said to me", Never),
            ("she said", Prose),
            ("The other thing is", Prose),
        ] {
            assert_eq!(likeness(name), expected, "{name}");
        }
    }

    #[test]
    fn slips_of_the_pen_are_near() {
        assert_eq!(distance("particpant", "participant"), 1);
        assert_eq!(likeness("We’ve"), Likeness::Never);
        assert_eq!(distance("ada", "lee"), 3);
        assert_eq!(distance("same", "same"), 0);
    }

    #[test]
    fn days_are_nobody() {
        for day in ["19 July 2011", "Tuesday, July 19th", "May 2026"] {
            assert_eq!(likeness(day), Likeness::Never, "{day}");
        }
        for name in ["Ada June", "Lee May"] {
            assert!(likeness(name) > Likeness::Never, "{name}");
        }
    }
}
