import { expect, test } from 'vitest';
import { offerSettings, settingsOf } from '../src/features/tools/offer-settings.ts';

const schema = {
  type: 'object',
  properties: {
    folders: { type: 'array', items: { type: 'string' }, description: 'Folders.' },
    browser: { type: 'string', enum: ['chrome', 'firefox'] },
    TOKEN: { type: 'string', writeOnly: true, description: 'The key.' },
  },
  required: ['folders', 'TOKEN'],
};

test('the secret of an offer is no setting', () => {
  const { settings, secret } = offerSettings(schema);
  expect(settings.map(({ name, required, isList }) => [name, required, isList])).toEqual([
    ['folders', true, true],
    ['browser', false, false],
  ]);
  expect(secret).toEqual({ description: 'The key.' });
});

test('lists are one a line, and what is empty is left out', () => {
  const { settings } = offerSettings(schema);
  expect(settingsOf(settings, { folders: ' /a \n\n/b', browser: ' ' })).toEqual({ folders: ['/a', '/b'] });
});

test.each([null, 'text', { properties: [] }])('a schema that is none (%j) asks for nothing', (none) => {
  expect(offerSettings(none)).toEqual({ settings: [], secret: null });
});
