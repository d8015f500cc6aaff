//! A field whose words are taken when it is left: by Enter, by Tab or by the mouse. Escape lets go of them.

use egui::{Key, TextEdit, Ui};

use crate::theme::size;

/// A field as it is shown.
#[derive(Debug, Clone, Copy)]
pub struct TypedField<'a> {
    /// What stands in it while nobody types.
    pub held: &'a str,
    /// How wide it is.
    pub width: f32,
    /// How many lines it is high; in one of several, Enter begins a line and Tab leaves.
    pub lines: u8,
    /// What it is called where it cannot be seen.
    pub name: &'a str,
    /// What it says while it is empty.
    pub hint: &'a str,
}

/// Draws a field. `typed` is what is being typed in any field of a panel, `key` tells this one from the others. Answers
/// the words it was left with, if they are other words.
pub fn typed_field_ui<K: Clone + PartialEq>(
    typed: &mut Option<(K, String)>,
    key: &K,
    field: &TypedField<'_>,
    ui: &mut Ui,
) -> Option<String> {
    let mut words = match typed {
        Some((of, words)) if of == key => words.clone(),
        Some(_) | None => field.held.to_owned(),
    };
    // A grid would give the field no more room than its first row took.
    let edit = if field.lines > 1 {
        TextEdit::multiline(&mut words).desired_rows(usize::from(field.lines))
    } else {
        TextEdit::singleline(&mut words)
    };
    let height = size::ROW * f32::from(field.lines);
    let response = ui
        .add_sized([field.width, height], edit.hint_text(field.hint))
        .accessible_name(field.name);
    if response.changed() {
        *typed = Some((key.clone(), words.clone()));
    }
    let is_typed = typed.as_ref().is_some_and(|(of, _)| of == key);
    if !response.lost_focus() || !is_typed {
        return None;
    }
    *typed = None;
    let let_go = ui.input(|input| input.key_pressed(Key::Escape));
    (!let_go && words.trim() != field.held).then_some(words)
}
