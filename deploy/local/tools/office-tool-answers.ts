import { z } from 'zod';
import { convertUnits, isUnit, UNITS } from './convert-units.ts';
import { addWorkingDays, parseDay, weekdayOf } from './working-days.ts';

const day = z.string().transform((text, context) => {
  const parsed = parseDay(text);
  if (parsed !== null) return parsed;
  context.addIssue({ code: 'custom', message: `"${text}" is no day of the calendar; write it like 2026-11-23` });
  return z.NEVER;
});
const unit = z.string().refine(isUnit, `a unit must be one of ${UNITS.join(', ')}`);
/** Four years of working days: enough for a deadline, and counted in no time. */
const FARTHEST = 1_000;

/** The tools and how each answers: a sentence for people, and the same as data. Throws zod's error for arguments that do not fit. */
export const OFFICE_TOOLS = {
  add_working_days: (input: unknown) => {
    const { date, days } = z.object({ date: day, days: z.int().min(-FARTHEST).max(FARTHEST) }).parse(input);
    const result = addWorkingDays(date, days);
    const iso = result.toISOString().slice(0, 10);
    const sentence = `${days} working days from ${date.toISOString().slice(0, 10)} is ${weekdayOf(result)}, ${iso}.`;
    return { sentence, data: { date: iso, weekday: weekdayOf(result) } };
  },
  weekday_of_date: (input: unknown) => {
    const { date } = z.object({ date: day }).parse(input);
    const iso = date.toISOString().slice(0, 10);
    return { sentence: `${iso} is a ${weekdayOf(date)}.`, data: { weekday: weekdayOf(date) } };
  },
  convert_units: (input: unknown) => {
    const { value, from, to } = z.object({ value: z.number(), from: unit, to: unit }).parse(input);
    const result = convertUnits(value, from, to);
    if (result === null) throw new Error(`${from} and ${to} do not measure the same thing.`);
    return { sentence: `${value} ${from} are ${result} ${to}.`, data: { value: result, unit: to } };
  },
} as const satisfies Record<string, (input: unknown) => { sentence: string; data: Record<string, unknown> }>;

export type OfficeToolName = keyof typeof OFFICE_TOOLS;

export function isOfficeTool(name: string): name is OfficeToolName {
  return Object.hasOwn(OFFICE_TOOLS, name);
}

export const OFFICE_TOOL_NAMES: readonly OfficeToolName[] = Object.keys(OFFICE_TOOLS).filter(isOfficeTool);
