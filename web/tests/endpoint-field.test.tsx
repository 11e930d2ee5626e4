import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { EndpointField } from '../src/features/agents/endpoint/endpoint-field.tsx';
import type { JsonRecord } from '../src/json/is-record.ts';

afterEach(cleanup);

const REST = {
  protocol: 'rest',
  url: 'https://api.example.com/ask',
  method: 'PUT',
  request: '{"q": inputs.question}',
  response: '{"answer": response.body.text}',
  health: { url: 'https://api.example.com/health', expect: 204 },
};

interface FormProps {
  credentials?: readonly string[];
  onChange: (value: JsonRecord) => void;
}

function Form({ credentials, onChange }: FormProps) {
  const [value, setValue] = useState<JsonRecord>(REST);
  return (
    <EndpointField
      value={value}
      credentials={credentials}
      issues={[]}
      onChange={(next) => {
        setValue(next);
        onChange(next);
      }}
    />
  );
}

const speak = (label: string): Promise<void> =>
  userEvent.selectOptions(screen.getByRole('combobox', { name: 'Speaks' }), label);

test('another protocol keeps health address and answer, and drops what only the old one knew', async () => {
  const onChange = vi.fn<(value: JsonRecord) => void>();
  render(<Form onChange={onChange} />);
  await speak('OpenAI-compatible');
  const { url, response, health } = REST;
  expect(onChange).toHaveBeenLastCalledWith({ protocol: 'openai', model: 'agent', url, response, health });
});

test('going back brings back what was filled in for a protocol, with the address as it is now', async () => {
  const onChange = vi.fn<(value: JsonRecord) => void>();
  render(<Form onChange={onChange} />);
  await speak('OpenAI-compatible');
  await userEvent.type(screen.getByRole('textbox', { name: 'Model' }), '-7');
  await userEvent.type(screen.getByRole('textbox', { name: 'Address' }), '/v2');
  await speak('REST (JSON)');
  const url = `${REST.url}/v2`;
  expect(onChange).toHaveBeenLastCalledWith({ ...REST, url });
  await speak('OpenAI-compatible');
  expect(onChange.mock.lastCall?.[0]).toMatchObject({ protocol: 'openai', model: 'agent-7', url });
});

test('a credential is chosen from those that are there, and its name is typed where they are not known', async () => {
  const onChange = vi.fn<(value: JsonRecord) => void>();
  const { unmount } = render(<Form credentials={['crm', 'mail']} onChange={onChange} />);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Credential' }), 'mail');
  expect(onChange).toHaveBeenLastCalledWith({ ...REST, credential: 'mail' });
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Credential' }), 'None');
  expect(onChange).toHaveBeenLastCalledWith(REST);
  unmount();
  render(<Form onChange={onChange} />);
  await userEvent.type(screen.getByRole('textbox', { name: 'Credential' }), 'x');
  expect(onChange).toHaveBeenLastCalledWith({ ...REST, credential: 'x' });
});
