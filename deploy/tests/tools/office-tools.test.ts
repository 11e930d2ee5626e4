import { toolProgramsSchema } from '@aether/schema';
import { describe, expect, test } from 'vitest';
import { OFFICE_TOOL_SERVER } from '../../local/tools/office-tool-server.ts';
import { OFFICE_TOOLS } from '../../local/tools/office-tool-answers.ts';
import { withOfficeTools } from '../../local/tools/with-office-tools.ts';

describe('working days', () => {
  test.for([
    ['2026-11-23', 10, '2026-12-07', 'Monday'],
    ['2026-11-27', 1, '2026-11-30', 'Monday'],
    ['2026-11-28', 1, '2026-11-30', 'Monday'],
    ['2026-11-30', -1, '2026-11-27', 'Friday'],
    ['2026-11-25', 0, '2026-11-25', 'Wednesday'],
    ['2028-02-28', 2, '2028-03-01', 'Wednesday'],
  ] as const)('%s and %i working days is %s', ([date, days, result, weekday]) => {
    expect(OFFICE_TOOLS.add_working_days({ date, days }).data).toEqual({ date: result, weekday });
  });

  test.for(['2026-02-30', '2026-13-01', 'tomorrow', '', null, '2026-1-1'])('%j is no day', (date) => {
    expect(() => OFFICE_TOOLS.weekday_of_date({ date })).toThrow();
  });

  test('a number of days that no deadline has is refused', () => {
    expect(() => OFFICE_TOOLS.add_working_days({ date: '2026-11-23', days: 1e9 })).toThrow();
    expect(() => OFFICE_TOOLS.add_working_days({ date: '2026-11-23', days: 0.5 })).toThrow();
  });
});

describe('units', () => {
  test.for([
    [26.2, 'miles', 'kilometers', 42.1648128],
    [1, 'gallons', 'liters', 3.785411784],
    [16, 'ounces', 'pounds', 1],
    [0, 'feet', 'inches', 0],
  ] as const)('%d %s are %s %d', ([value, from, to, result]) => {
    expect(OFFICE_TOOLS.convert_units({ value, from, to }).data).toEqual({ value: result, unit: to });
  });

  test('what measures different things is refused, and so is what is no unit', () => {
    expect(() => OFFICE_TOOLS.convert_units({ value: 1, from: 'miles', to: 'pounds' })).toThrow('same thing');
    expect(() => OFFICE_TOOLS.convert_units({ value: 1, from: 'toString', to: 'miles' })).toThrow('must be one of');
  });
});

describe('programs that are offered', () => {
  const offered = (text: string | undefined) => toolProgramsSchema.parse(withOfficeTools(text));
  const mine = { slug: 'mine', name: 'Mine', command: 'mine' };

  test('ours stands behind those of the operator', () => {
    expect(offered(undefined)).toEqual([OFFICE_TOOL_SERVER]);
    expect(offered('')).toEqual([OFFICE_TOOL_SERVER]);
    expect(offered(JSON.stringify([mine])).map(({ slug }) => slug)).toEqual(['mine', 'office']);
  });

  test('a program of the operator with the same name wins, and a text that is none stays for its reader to refuse', () => {
    expect(offered(JSON.stringify([{ ...mine, slug: 'office' }])).map(({ name }) => name)).toEqual(['Mine']);
    expect(withOfficeTools('no list')).toBe('no list');
  });
});
