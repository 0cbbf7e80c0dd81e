//! Logarithm and power that give the same bits everywhere: the standard library's differ from machine to machine in the
//! last place, and two articles would change places.

/// Natural logarithm of a positive number, by the series of the area tangent.
pub(crate) fn ln(value: f64) -> f64 {
    let bits = value.to_bits();
    let mut exponent = ((bits >> 52) & 0x7ff) as i64 - 1023;
    let mut mantissa = f64::from_bits(bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000);
    if mantissa > std::f64::consts::SQRT_2 {
        mantissa /= 2.0;
        exponent += 1;
    }
    let ratio = (mantissa - 1.0) / (mantissa + 1.0);
    let square = ratio * ratio;
    let (mut term, mut sum) = (ratio, 0.0);
    for odd in 0..12 {
        sum += term / f64::from(2 * odd + 1);
        term *= square;
    }
    2.0 * sum + exponent as f64 * std::f64::consts::LN_2
}

/// `2^-value` for a value from 0; 0 for a large one.
pub(crate) fn halvings(value: f64) -> f64 {
    if !(0.0..1000.0).contains(&value) {
        return if value < 0.0 { 1.0 } else { 0.0 };
    }
    // This is worked out for every article that matches: whole eighths come from a table, what is left from a series, which
    // is short then and without a division.
    let eighths = (value * 8.0) as u64;
    let power = (eighths as f64 / 8.0 - value) * std::f64::consts::LN_2;
    const PARTS: [f64; 7] = [1.0 / 7.0, 1.0 / 6.0, 1.0 / 5.0, 1.0 / 4.0, 1.0 / 3.0, 1.0 / 2.0, 1.0];
    const EIGHTHS: [f64; 8] = {
        let (mut eighths, mut n) = ([1.0; 8], 1);
        while n < 8 {
            eighths[n] = eighths[n - 1] * 0.917_004_043_204_671_2;
            n += 1;
        }
        eighths
    };
    let sum = PARTS.iter().fold(1.0, |sum, part| 1.0 + sum * power * part);
    let step = EIGHTHS.get(eighths as usize % 8).copied().unwrap_or(1.0);
    sum * step * f64::from_bits((1023 - eighths / 8) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_agree_with_the_standard_library() {
        for value in [1e-6, 0.5, 0.999, 1.0, 1.4, 1.42, 2.0, 3.7, 1000.0, 1e9] {
            assert!((ln(value) - value.ln()).abs() < 1e-9, "ln {value}");
        }
        for value in [0.0, 0.25, 1.0, 1.5, 9.99, 100.0] {
            assert!((halvings(value) - (-value).exp2()).abs() < 1e-12, "2^-{value}");
        }
        assert_eq!((halvings(-3.0), halvings(1e9), halvings(f64::NAN)), (1.0, 0.0, 0.0));
    }
}
