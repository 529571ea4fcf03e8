//! The form in which everything is written: on the wire, on the device's disk, in the centre's ledger.
//!
//! It is [postcard](https://postcard.jamesmunns.com/wire-format), compact and without names: fields stand in
//! their order, variants are numbers. So the order of fields and variants *is* the format: a field is
//! never added to what is written already, and a variant only at the end. Golden files pin it.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Something cannot be written in this form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this cannot be written; report it, it is a fault of the app")]
pub struct WriteFormError;

/// Bytes do not say what was expected of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are damaged or were written by another version of the app")]
pub struct ReadFormError;

/// Writes a value.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, WriteFormError> {
    postcard::to_allocvec(value).map_err(|_| WriteFormError)
}

/// Reads a value back. Bytes that are left over are an error.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ReadFormError> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        Ok(_) | Err(_) => Err(ReadFormError),
    }
}

/// Reads what stands in front, and gives back the rest.
pub fn read_front<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, &[u8]), ReadFormError> {
    postcard::take_from_bytes(bytes).map_err(|_| ReadFormError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_reads_back_and_nothing_may_be_missing_or_left_over() {
        let written: Vec<u8> = write(&(7_u32, "Åse")).unwrap();
        assert_eq!(read(&written), Ok((7_u32, "Åse".to_owned())));
        assert_eq!(read_front::<u32>(&written).unwrap().0, 7);
        let more: Vec<u8> = [written.as_slice(), &[0]].concat();
        assert_eq!(read::<(u32, String)>(&more), Err(ReadFormError));
        assert_eq!(read::<(u32, String)>(&written[..3]), Err(ReadFormError));
    }

    #[test]
    fn a_length_that_the_bytes_do_not_have_is_an_error_and_takes_no_memory() {
        let absurd = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
        assert_eq!(read::<Vec<u64>>(&absurd), Err(ReadFormError));
        assert_eq!(read::<String>(&absurd), Err(ReadFormError));
    }
}
