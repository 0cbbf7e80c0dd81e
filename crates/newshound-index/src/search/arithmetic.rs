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
    let whole = value as u64;
    let power = -(value - whole as f64) * std::f64::consts::LN_2;
    // The series from its end, without a division: this is worked out for every article that matches.
    const PARTS: [f64; 15] = {
        let (mut parts, mut n) = ([0.0; 15], 0);
        while n < 15 {
            parts[n] = 1.0 / (15 - n) as f64;
            n += 1;
        }
        parts
    };
    let sum = PARTS.iter().fold(1.0, |sum, part| 1.0 + sum * power * part);
    sum * f64::from_bits((1023 - whole) << 52)
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
