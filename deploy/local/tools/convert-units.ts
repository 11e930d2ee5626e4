/** A measure and what one unit is in its base unit: meter, kilogram, liter. By definition (NIST SP 811, appendix B), so all are exact. */
const FACTORS = {
  kilometers: ['length', 1_000],
  meters: ['length', 1],
  miles: ['length', 1_609.344],
  feet: ['length', 0.3048],
  inches: ['length', 0.0254],
  kilograms: ['mass', 1],
  grams: ['mass', 0.001],
  pounds: ['mass', 0.453_592_37],
  ounces: ['mass', 0.028_349_523_125],
  liters: ['volume', 1],
  gallons: ['volume', 3.785_411_784],
} as const;

export type Unit = keyof typeof FACTORS;

export function isUnit(text: unknown): text is Unit {
  return typeof text === 'string' && Object.hasOwn(FACTORS, text);
}

export const UNITS: readonly Unit[] = Object.keys(FACTORS).filter(isUnit);

/** Significant digits of an answer: more than any input of a person has, fewer than a float's last ones. */
const DIGITS = 10;

/** Null when the units measure different things. */
export function convertUnits(value: number, from: Unit, to: Unit): number | null {
  const [[measure, factor], [wanted, divisor]] = [FACTORS[from], FACTORS[to]];
  return measure === wanted ? Number(((value * factor) / divisor).toPrecision(DIGITS)) : null;
}
