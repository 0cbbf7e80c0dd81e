//! Numbers as text. The standard library's formatting would be a twentieth of the engine that readers download.

/// Appends a number, with zeros in front of it up to so many digits.
pub fn push_decimal(out: &mut String, number: u64, least: usize) {
    push_digits(out, number, 10, least);
}

/// Appends a number with hexadecimal digits, with zeros in front of it up to so many.
pub fn push_hexadecimal(out: &mut String, number: u64, least: usize) {
    push_digits(out, number, 16, least);
}

fn push_digits(out: &mut String, number: u64, base: u64, least: usize) {
    if number >= base || least > 1 {
        push_digits(out, number / base, base, least.saturating_sub(1));
    }
    let digit = (number % base) as u8;
    out.push(char::from(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_standard_library_writes_them() {
        for number in [0, 7, 10, 255, 1999, 65_536, u64::from(u32::MAX), u64::MAX] {
            let (mut decimal, mut hexadecimal) = (String::new(), String::new());
            push_decimal(&mut decimal, number, 4);
            push_hexadecimal(&mut hexadecimal, number, 8);
            assert_eq!((decimal, hexadecimal), (format!("{number:04}"), format!("{number:08x}")));
        }
    }
}
