import { AlignLeft, BookOpen, BrainCircuit, Cpu, FileOutput, Gauge, Globe, IdCard, Wrench } from 'lucide-react';
import { setAt, valueAt } from '../../json/apply-patch.ts';
import { isRecord } from '../../json/is-record.ts';
import { Check } from '../../ui/check.tsx';
import { Field } from '../../ui/field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { ConfigureRow } from './configure-row.tsx';
import { EndpointField } from './endpoint/endpoint-field.tsx';
import { useCredentialNames } from './endpoint/use-credential-names.ts';
import { TestConnection } from './endpoint/test-connection.tsx';
import { IdentityFields } from './identity-fields.tsx';
import { issueText } from './issues.ts';
import { KnowledgeField } from './knowledge-field.tsx';
import { ModelField } from './model-field.tsx';
import { NumberField } from './number-field.tsx';
import { ProducesField } from './produces-field.tsx';
import type { Agent, ValidationIssue } from './agent-document.ts';
import { ToolsField } from './tools-field.tsx';
import { useCatalog } from './use-catalog.ts';

const NANO_PER_USD = 1_000_000_000;

interface ConfigureFormProps {
  agent: Agent;
  spec: unknown;
  issues: readonly ValidationIssue[];
  onEdit: (spec: unknown) => void;
  /** Why the endpoint cannot be tested now. */
  blocked: string | null;
  flush: () => Promise<number | null>;
}

/** The specification as fields. It edits the same draft as the JSON view; what has no field here is kept as it is. */
export function ConfigureForm({ agent, spec, issues, onEdit, blocked, flush }: ConfigureFormProps) {
  const { models, notebooks, tools } = useCatalog();
  const at = (...path: string[]): unknown => valueAt(spec, path);
  const set = (value: unknown, ...path: string[]): void => onEdit(setAt(spec, path, value));
  const knowledge = at('knowledge');
  const chosenTools = at('tools');
  const endpoint = at('endpoint');
  const credentials = useCredentialNames(isRecord(endpoint));
  // It only calls its endpoint: what would answer here has nothing to do.
  const answersElsewhere = at('type') === 'EXTERNAL_API' || at('type') === 'LEGACY';
  const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
  const deadlineMs = number(at('limits', 'deadlineMs'));
  const budget = number(at('limits', 'budget'));
  return (
    <div className="px-4 py-1">
      <ConfigureRow icon={IdCard} label="About">
        <IdentityFields key={agent.id} agent={agent} />
      </ConfigureRow>
      <ConfigureRow icon={AlignLeft} label="Instructions">
        <Field label="What it does and how it answers" error={issueText(issues, 'instructions')}>
          {(parts) => (
            <TextArea
              {...parts}
              rows={5}
              className="max-h-96 min-h-28"
              value={String(at('instructions') ?? '')}
              onChange={(event) => set(event.target.value, 'instructions')}
            />
          )}
        </Field>
      </ConfigureRow>
      {isRecord(endpoint) ? (
        <ConfigureRow icon={Globe} label="Endpoint">
          <EndpointField
            key={agent.id}
            value={endpoint}
            credentials={credentials}
            issues={issues}
            onChange={(value) => set(value, 'endpoint')}
          />
          <TestConnection agentId={agent.id} endpoint={endpoint} blocked={blocked} flush={flush} />
        </ConfigureRow>
      ) : null}
      {answersElsewhere ? null : (
        <>
          <ConfigureRow icon={Cpu} label="Model">
            <ModelField
              value={String(at('model', 'primary') ?? '')}
              models={models}
              error={issueText(issues, 'model', 'primary')}
              onChange={(slug) => set(slug, 'model', 'primary')}
            />
          </ConfigureRow>
          <ConfigureRow icon={BookOpen} label="Knowledge">
            <KnowledgeField
              value={isRecord(knowledge) ? knowledge : {}}
              notebooks={notebooks}
              issues={issues}
              onChange={(value) => set(value, 'knowledge')}
            />
          </ConfigureRow>
          <ConfigureRow icon={Wrench} label="Tools">
            <ToolsField
              value={isRecord(chosenTools) ? chosenTools : {}}
              tools={tools}
              issues={issues}
              onChange={(value) => set(value, 'tools')}
            />
          </ConfigureRow>
        </>
      )}
      {agent.kind === 'PRODUCER' ? (
        <ConfigureRow icon={FileOutput} label="Files">
          <ProducesField value={at('produces')} issues={issues} onChange={(value) => set(value, 'produces')} />
        </ConfigureRow>
      ) : null}
      {agent.kind === 'CONVERSATIONAL' ? (
        <ConfigureRow icon={BrainCircuit} label="Memory">
          <Check
            label="Remember what was said before in the conversation"
            checked={at('memory', 'shortTerm', 'enabled') !== false}
            onChange={(event) => set(event.target.checked, 'memory', 'shortTerm', 'enabled')}
          />
        </ConfigureRow>
      ) : null}
      <ConfigureRow icon={Gauge} label="Limits">
        <div className="flex flex-wrap gap-4">
          <NumberField
            label="Deadline"
            unit="s"
            placeholder="300"
            error={issueText(issues, 'limits', 'deadlineMs')}
            value={deadlineMs === undefined ? undefined : deadlineMs / 1000}
            onChange={(value) =>
              set(value === undefined ? undefined : Math.round(value * 1000), 'limits', 'deadlineMs')
            }
          />
          <NumberField
            label="Steps"
            unit="at most"
            placeholder="20"
            error={issueText(issues, 'limits', 'steps')}
            value={number(at('limits', 'steps'))}
            onChange={(value) => set(value, 'limits', 'steps')}
          />
          <NumberField
            label="Budget per run"
            unit="$"
            placeholder="No limit"
            error={issueText(issues, 'limits', 'budget')}
            value={budget === undefined ? undefined : budget / NANO_PER_USD}
            onChange={(value) =>
              set(value === undefined ? undefined : Math.round(value * NANO_PER_USD), 'limits', 'budget')
            }
          />
        </div>
      </ConfigureRow>
    </div>
  );
}
