import { Plus, Search, Settings, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/check.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { Group, Line } from './group.tsx';

const VIEWS = [
  { value: 'describe', label: 'Describe' },
  { value: 'configure', label: 'Configure' },
  { value: 'expert', label: 'Expert' },
] as const;

export function Controls() {
  const [view, setView] = useState<(typeof VIEWS)[number]['value']>('configure');
  return (
    <>
      <Group title="Buttons">
        <Line>
          <Button variant="primary" size={32}>
            Publish
          </Button>
          <Button variant="primary" size={32}>
            Run <Kbd onAccent>↵</Kbd>
          </Button>
          <Button size={32} busy>
            Saving
          </Button>
          <Button size={32} disabledReason="Publish is blocked by 1 error.">
            Disabled
          </Button>
        </Line>
        <Line>
          <Button>Default</Button>
          <Button>
            <Plus className="icon-s" aria-hidden="true" />
            Icon
          </Button>
          <Button variant="ghost">Ghost</Button>
          <Button variant="soft">Soft</Button>
          <Button variant="danger">
            <Trash2 className="icon-s" aria-hidden="true" />
            Delete
          </Button>
        </Line>
        <Line>
          <Button size={32}>32</Button>
          <Button size={28}>28</Button>
          <Button size={24}>24</Button>
          <IconButton label="Settings" variant="secondary" icon={<Settings className="icon" aria-hidden="true" />} />
          <IconButton label="Settings, quiet" icon={<Settings className="icon" aria-hidden="true" />} />
        </Line>
      </Group>
      <Group title="Inputs">
        <div className="grid grid-cols-2 gap-4 max-lg:grid-cols-1">
          <Field label="Name" hint="Shown in chat and in lists">
            {(parts) => <Input {...parts} defaultValue="Refund policy" />}
          </Field>
          <Field label="Budget per run" error="Enter an amount above $0.00.">
            {(parts) => <Input {...parts} defaultValue="-1" />}
          </Field>
          <Field label="Model">
            {(parts) => <Select {...parts} options={[{ value: 'a', label: 'builtin/extract' }]} />}
          </Field>
          <Field label="Search">
            {(parts) => (
              <Input
                {...parts}
                compact
                before={<Search className="icon-s text-ink-3" aria-hidden="true" />}
                after={<Kbd>/</Kbd>}
                placeholder="Filter steps"
              />
            )}
          </Field>
          <Field label="Instructions">
            {(parts) => <TextArea {...parts} rows={3} defaultValue="Answer from the passages only." />}
          </Field>
          <div className="flex flex-col items-start gap-2">
            <Check label="Require citations" defaultChecked />
            <Check label="Ask before writing" />
            <Segmented label="View" value={view} options={VIEWS} onChange={setView} />
          </div>
        </div>
        <Line>
          <Chip pressed={false}>Longer than 500 ms</Chip>
          <Chip pressed>Errors 3</Chip>
          <Chip large>Answer where is my order</Chip>
        </Line>
      </Group>
    </>
  );
}
