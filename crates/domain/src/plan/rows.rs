//! The fields and rows that the reference data describes: what a plan holds of each.

use crate::plan::reading;
use crate::register::{Record, Register, Value, Write};
use crate::{Field, FieldId, FieldValue, Plan, RowId, SheetId};

impl Plan {
    /// What a field of a record holds, with all answers where there are several.
    pub fn value(&self, record: &Record, field: &FieldId) -> Field<FieldValue> {
        self.field(
            &Register::Field(record.clone(), field.clone()),
            reading!(Value::Field(value) => value.clone()),
        )
    }

    /// The value of a field of the plan itself that counts now.
    pub fn held(&self, field: &str) -> FieldValue {
        self.value(&Record::Header, &FieldId::from(field)).value
    }

    /// The value of a row's field that counts now.
    pub fn row_value(&self, row: RowId, field: &FieldId) -> FieldValue {
        self.value(&Record::Row(row), field).value
    }

    /// The sheet that a row belongs to; `None` for a row that nobody has added.
    pub fn sheet_of(&self, row: RowId) -> Option<SheetId> {
        self.field(
            &Register::Sheet(row),
            reading!(Value::Sheet(sheet) => Some(sheet.clone())),
        )
        .value
    }

    /// The rows of a sheet, oldest first; struck out ones too.
    pub fn rows(&self, sheet: &SheetId) -> Vec<RowId> {
        let mut rows: Vec<(u64, RowId)> = Vec::new();
        for (record, fields) in self.records() {
            let Record::Row(row) = record else { continue };
            if self.sheet_of(*row).as_ref() != Some(sheet) {
                continue;
            }
            let writes = fields.values().flat_map(|values| values.writes().values());
            let written: Option<u64> = writes.map(Write::effective_millis).min();
            rows.push((written.unwrap_or_default(), *row));
        }
        rows.sort_unstable();
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// The rows of a sheet that count: not struck out.
    pub fn standing_rows(&self, sheet: &SheetId) -> Vec<RowId> {
        let mut rows: Vec<RowId> = self.rows(sheet);
        rows.retain(|row| self.struck_out(&Record::Row(*row)).is_none());
        rows
    }
}
