// Student's t distribution: NIST/SEMATECH e-Handbook §1.3.6.6.4, https://www.itl.nist.gov/div898/handbook/eda/section3/eda3664.htm.
// Its distribution function is a regularized incomplete beta function (Abramowitz & Stegun 26.7.1), computed by the continued
// fraction of Numerical Recipes §6.4 (modified Lentz).

const PRECISION = 1e-14;
const MAXIMUM_TERMS = 300;
const TINY = 1e-300;

// Lanczos approximation of ln Γ, g = 7, n = 9 (https://en.wikipedia.org/wiki/Lanczos_approximation).
const LANCZOS = [
  0.999_999_999_999_809_93, 676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_13,
  -176.615_029_162_140_59, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6,
  1.505_632_735_149_311_6e-7,
];

function logGamma(x: number): number {
  const shifted = x - 1;
  const t = shifted + 7.5;
  const sum = LANCZOS.reduce(
    (total, coefficient, index) => total + (index === 0 ? coefficient : coefficient / (shifted + index)),
    0,
  );
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

function betaFraction(x: number, a: number, b: number): number {
  const bounded = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / bounded(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MAXIMUM_TERMS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / bounded(1 + even * d);
    c = bounded(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / bounded(1 + odd * d);
    c = bounded(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return fraction;
}

function regularizedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  // The fraction converges fast below the mean of the distribution; above it the symmetric one does.
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** Probability of a value up to `t`. @param freedom degrees of freedom, at least 1 */
export function studentT(t: number, freedom: number): number {
  if (t === Number.POSITIVE_INFINITY) return 1;
  if (t === Number.NEGATIVE_INFINITY) return 0;
  const tail = 0.5 * regularizedBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
  return t >= 0 ? 1 - tail : tail;
}

/** The value that a share of the distribution lies below. @param share above 0, below 1 */
export function studentTQuantile(share: number, freedom: number): number {
  if (share < 0.5) return -studentTQuantile(1 - share, freedom);
  let high = 1;
  while (studentT(high, freedom) < share) high *= 2;
  let low = 0;
  // Bisection: 60 halvings are more than a double can tell apart.
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (studentT(middle, freedom) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
