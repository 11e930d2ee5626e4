import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import type { ClientFacts } from './sign-in.ts';

/** What an authorization server that registers no clients by itself has given to this installation. */
export function ClientFields({ value, onChange }: { value: ClientFacts; onChange: (value: ClientFacts) => void }) {
  return (
    <>
      <Field label="Client id">
        {(parts) => (
          <Input
            {...parts}
            value={value.clientId}
            onChange={({ target }) => onChange({ ...value, clientId: target.value })}
          />
        )}
      </Field>
      <Field label="Client secret" hint="Sealed on the server. Empty when there is none.">
        {(parts) => (
          <Input
            {...parts}
            type="password"
            autoComplete="off"
            value={value.clientSecret}
            onChange={({ target }) => onChange({ ...value, clientSecret: target.value })}
          />
        )}
      </Field>
    </>
  );
}
