import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import type { KeyLimits } from './key-limits.ts';

/** What a key may use and spend; every field may stay empty. */
export function KeyLimitsFields({
  limits,
  mayBudget,
  onChange,
}: {
  limits: KeyLimits;
  mayBudget: boolean;
  onChange: (limits: KeyLimits) => void;
}) {
  return (
    <>
      <Field
        label="Models"
        hint="Names, with * for any text: openai/gpt-*, agent:support. Empty = all that you may use."
      >
        {(parts) => (
          <Input
            {...parts}
            placeholder="All"
            value={limits.models}
            maxLength={2000}
            onChange={({ target }) => onChange({ ...limits, models: target.value })}
          />
        )}
      </Field>
      <Field
        label="Tools"
        hint="Names, with * for any text: crm/search, files/*, agent/support. Empty = all that you may use."
      >
        {(parts) => (
          <Input
            {...parts}
            placeholder="All"
            value={limits.tools}
            maxLength={2000}
            onChange={({ target }) => onChange({ ...limits, tools: target.value })}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3">
        <Field label="Requests a minute">
          {(parts) => (
            <Input
              {...parts}
              inputMode="numeric"
              placeholder="No limit"
              value={limits.requestsPerMinute}
              onChange={({ target }) => onChange({ ...limits, requestsPerMinute: target.value })}
            />
          )}
        </Field>
        <Field label="Tokens a minute">
          {(parts) => (
            <Input
              {...parts}
              inputMode="numeric"
              placeholder="No limit"
              value={limits.tokensPerMinute}
              onChange={({ target }) => onChange({ ...limits, tokensPerMinute: target.value })}
            />
          )}
        </Field>
        {mayBudget ? (
          <Field label="Dollars a month">
            {(parts) => (
              <Input
                {...parts}
                inputMode="decimal"
                placeholder="No limit"
                value={limits.budget}
                onChange={({ target }) => onChange({ ...limits, budget: target.value })}
              />
            )}
          </Field>
        ) : null}
      </div>
    </>
  );
}
