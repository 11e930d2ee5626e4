import { useState } from 'react';
import { useMutation } from 'urql';
import { problemLine } from '../../graphql/problem.ts';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { UpdateAgentDocument, type Agent } from './agent-document.ts';

/** Name and description belong to the agent, not to a version: they are saved when the field is left. */
export function IdentityFields({ agent }: { agent: Agent }) {
  const [, update] = useMutation(UpdateAgentDocument);
  const [name, setName] = useState(agent.name);
  const [description, setDescription] = useState(agent.description);
  const [problem, setProblem] = useState<{ field: string; message: string } | null>(null);

  const save = async (field: 'name' | 'description', value: string): Promise<void> => {
    if (value.trim() === agent[field]) return;
    if (field === 'name' && value.trim() === '') return setProblem({ field, message: 'An agent needs a name.' });
    const { data, error } = await update({ input: { agentId: agent.id, [field]: value.trim() } });
    const [userError] = data?.updateAgent.userErrors ?? [];
    setProblem(
      error !== undefined
        ? { field, message: problemLine(error) }
        : userError === undefined
          ? null
          : { field, message: userError.message },
    );
  };
  return (
    <div className="grid gap-3 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <Field label="Name" error={problem?.field === 'name' ? problem.message : undefined}>
        {(parts) => (
          <Input
            {...parts}
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.target.value)}
            onBlur={() => void save('name', name)}
          />
        )}
      </Field>
      <Field label="Description" error={problem?.field === 'description' ? problem.message : undefined}>
        {(parts) => (
          <Input
            {...parts}
            value={description}
            maxLength={500}
            placeholder="Shown to the people who may use it"
            onChange={(event) => setDescription(event.target.value)}
            onBlur={() => void save('description', description)}
          />
        )}
      </Field>
    </div>
  );
}
