import { useRef } from 'react';
import { valueAt } from '../../../json/apply-patch.ts';
import { isRecord, type JsonRecord } from '../../../json/is-record.ts';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import type { ValidationIssue } from '../agent-document.ts';
import { issueText } from '../issues.ts';
import { NumberField } from '../number-field.tsx';
import { CredentialField } from './credential-field.tsx';
import { type ProtocolField, PROTOCOLS, protocolOf } from './protocols.ts';
import { spokenTo } from './spoken-to.ts';

const NANO_PER_USD = 1_000_000_000;
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((value) => ({ value, label: value }));

interface EndpointFieldProps {
  value: JsonRecord;
  /** Names to choose from; undefined = not known. */
  credentials: readonly string[] | undefined;
  issues: readonly ValidationIssue[];
  onChange: (value: JsonRecord) => void;
}

/** Where the agent of another system is, and how it is spoken to. */
export function EndpointField({ value, credentials, issues, onChange }: EndpointFieldProps) {
  // A look at another protocol takes away nothing that was written for this one.
  const written = useRef(new Map<string, JsonRecord>());
  const protocol = protocolOf(value['protocol']);
  const error = (...path: string[]): string | undefined => issueText(issues, 'endpoint', ...path);
  const set = (name: string, next: unknown): void =>
    onChange(Object.fromEntries(Object.entries({ ...value, [name]: next }).filter(([, each]) => each !== undefined)));
  const text = (name: string): string => String(value[name] ?? '');
  if (protocol === undefined)
    return <p className="text-ink-2">It runs a program, or speaks a protocol without a form: see the Expert tab.</p>;
  const health = valueAt(value, ['health', 'url']);
  const { timeoutMs, price } = value;
  return (
    <>
      <Field label="Speaks" error={error('protocol')}>
        {(parts) => (
          <Select
            {...parts}
            className="max-w-64"
            value={protocol.value}
            options={PROTOCOLS.map(({ value: each, label }) => ({ value: each, label }))}
            onChange={({ target }) => {
              written.current.set(protocol.value, value);
              onChange(spokenTo(value, target.value, written.current.get(target.value)));
            }}
          />
        )}
      </Field>
      <Field label="Address" hint={`${protocol.address}.`} error={error('url')}>
        {(parts) => (
          <Input
            {...parts}
            type="url"
            placeholder={protocol.example}
            value={text('url')}
            onChange={(event) => set('url', event.target.value)}
          />
        )}
      </Field>
      {protocol.fields.map((field) => (
        <ProtocolInput
          key={field.name}
          field={field}
          value={text(field.name)}
          error={error(field.name)}
          onChange={(next) => set(field.name, next === '' && field.kind !== 'area' ? undefined : next)}
        />
      ))}
      <CredentialField
        value={text('credential')}
        names={credentials}
        error={error('credential')}
        onChange={(name) => set('credential', name)}
      />
      <Expression
        label="Sends"
        hint='CEL over inputs, for example {"q": inputs.question}. Empty = what the protocol sends by itself.'
        value={text('request')}
        error={error('request')}
        onChange={(next) => set('request', next)}
      />
      <Expression
        label="Answers"
        hint='CEL over response and inputs, for example {"answer": response.body.text}. Empty = the whole answer.'
        value={text('response')}
        error={error('response')}
        onChange={(next) => set('response', next)}
      />
      <div className="flex flex-wrap gap-4">
        <NumberField
          label="Time for an answer"
          unit="s"
          error={error('timeoutMs')}
          value={typeof timeoutMs === 'number' ? timeoutMs / 1000 : undefined}
          onChange={(next) => set('timeoutMs', next === undefined ? undefined : Math.round(next * 1000))}
        />
        <NumberField
          label="Price of a call"
          unit="$"
          error={error('price')}
          value={typeof price === 'number' ? price / NANO_PER_USD : undefined}
          onChange={(next) => set('price', next === undefined ? undefined : Math.round(next * NANO_PER_USD))}
        />
        <div className="min-w-48 flex-1">
          <Field label="Health address" hint="Asked with GET by Test connection." error={error('health')}>
            {(parts) => (
              <Input
                {...parts}
                type="url"
                value={typeof health === 'string' ? health : ''}
                onChange={(event) =>
                  set(
                    'health',
                    event.target.value === ''
                      ? undefined
                      : { ...(isRecord(value['health']) ? value['health'] : {}), url: event.target.value },
                  )
                }
              />
            )}
          </Field>
        </div>
      </div>
    </>
  );
}

interface TextProps {
  value: string;
  error: string | undefined;
}

function ProtocolInput({
  field: { label, hint, kind },
  value,
  error,
  onChange,
}: TextProps & { field: ProtocolField; onChange: (value: string) => void }) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(parts) =>
        kind === 'method' ? (
          <Select
            {...parts}
            className="max-w-36"
            value={value === '' ? 'POST' : value}
            options={METHODS}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : kind === 'area' ? (
          <TextArea
            {...parts}
            rows={4}
            className="font-mono"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <Input {...parts} className="max-w-96" value={value} onChange={(event) => onChange(event.target.value)} />
        )
      }
    </Field>
  );
}

function Expression({
  label,
  hint,
  value,
  error,
  onChange,
}: TextProps & { label: string; hint: string; onChange: (value: string | undefined) => void }) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(parts) => (
        <TextArea
          {...parts}
          rows={2}
          className="font-mono"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value || undefined)}
        />
      )}
    </Field>
  );
}
