import { Link } from '@tanstack/react-router';
import { CircleAlert, CloudOff, Eye, MessageSquare, Scale } from 'lucide-react';
import { useMemo, useState } from 'react';
import { applyPatch } from '../../json/apply-patch.ts';
import { Banner } from '../../ui/banner.tsx';
import { buttonClasses, Button } from '../../ui/button.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { AccessTab } from './access-tab.tsx';
import { actionReason } from './action-reason.ts';
import type { Agent, Draft } from './agent-document.ts';
import { AgentIcon } from './agent-kind.tsx';
import { AgentStatus } from './agent-status.tsx';
import { ConfigureForm } from './configure-form.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { ExpertEditor } from './expert-editor.tsx';
import { fixOperations } from './fix-operations.ts';
import { FlowEditor } from './flow/flow-editor.tsx';
import { IssueList } from './issue-list.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { SaveStatus } from './save-status.tsx';
import { SimilarAgents } from './similar-agents.tsx';
import { TryIt } from './try-it.tsx';
import { useAgentEvents } from './use-agent-events.ts';
import { useDraft } from './use-draft.ts';
import { TriggersTab } from '../triggers/triggers-tab.tsx';
import { VersionsTab } from './versions-tab.tsx';

export type AgentTab = 'configure' | 'flow' | 'expert' | 'versions' | 'triggers' | 'access' | 'similar';

/** Parts of the draft; the others are about the agent. */
const DRAFT_TABS: ReadonlySet<AgentTab> = new Set(['configure', 'flow', 'expert']);
/** They fill the room and scroll inside. */
const FULL_TABS: ReadonlySet<AgentTab> = new Set(['flow', 'expert']);

const TABS = [
  { value: 'configure', label: 'Configure' },
  { value: 'flow', label: 'Flow' },
  { value: 'expert', label: 'Expert' },
  { value: 'versions', label: 'Versions' },
  { value: 'triggers', label: 'Triggers' },
  { value: 'access', label: 'Access' },
  { value: 'similar', label: 'Similar' },
] as const;

interface AgentEditorProps {
  agent: Agent;
  draft: Draft;
  tab: AgentTab;
  onTab: (tab: AgentTab) => void;
  reload: () => void;
}

export function AgentEditor({ agent, draft, tab, onTab, reload }: AgentEditorProps) {
  const editor = useDraft(agent.id, draft);
  const [publishing, setPublishing] = useState(false);
  useAgentEvents(agent.id, agent.lastSeq, editor.revision, reload);
  // The report is about the saved revision; it lags behind typing by one save.
  const issues = useMemo(
    () =>
      draft.validation.issues.toSorted(
        (left, right) => Number(right.severity === 'ERROR') - Number(left.severity === 'ERROR'),
      ),
    [draft.validation.issues],
  );
  const editReason = actionReason(agent.viewerActions, 'updateAgentDraft');
  const errors = issues.filter(({ severity }) => severity === 'ERROR');
  const blocked = editReason ?? (errors.length > 0 ? 'Mend the problems above first.' : null);
  const publishReason =
    actionReason(agent.viewerActions, 'publishAgent') ??
    (errors.length > 0
      ? `Blocked by ${errors.length === 1 ? '1 problem' : `${errors.length} problems`}. See the list above the form.`
      : null);

  return (
    <>
      <TopBar
        title={agent.name}
        crumbs={[{ label: 'Agents', to: '/agents' }]}
        icon={<AgentIcon kind={agent.kind} className="icon shrink-0 text-step-agent" />}
        beside={
          <span className="ml-1 font-normal max-md:hidden">
            <AgentStatus status={agent.status} version={agent.published?.number} revision={editor.revision} />
          </span>
        }
        actions={
          <>
            <span className="mr-1 max-md:hidden">
              <SaveStatus state={editor.saveState} />
            </span>
            <Link
              to="/agents/$agentId/compare"
              params={{ agentId: agent.id }}
              className={buttonClasses({ variant: 'secondary' })}
            >
              <Scale className="icon-s" aria-hidden="true" />
              <span className="max-md:sr-only">Compare</span>
            </Link>
            {agent.published ? (
              <Link to="/chat" search={{ agent: agent.id }} className={buttonClasses({ variant: 'secondary' })}>
                <MessageSquare className="icon-s" aria-hidden="true" />
                <span className="max-md:sr-only">Chat</span>
              </Link>
            ) : null}
            <Button variant="primary" disabledReason={publishReason} onClick={() => setPublishing(true)}>
              Publish
            </Button>
          </>
        }
      />
      {editor.problem === null ? null : (
        <Banner
          flush
          tone={editor.saveState === 'kept' ? 'warning' : 'error'}
          icon={
            editor.saveState === 'kept' ? (
              <CloudOff className="icon" aria-hidden="true" />
            ) : (
              <CircleAlert className="icon" aria-hidden="true" />
            )
          }
          actions={
            <Button size={24} onClick={() => void editor.flush()}>
              Save now
            </Button>
          }
        >
          <b className="font-semibold">
            {editor.saveState === 'kept' ? 'Your changes are kept on this device.' : 'The draft was not saved.'}
          </b>{' '}
          {editor.problem}
        </Banner>
      )}
      {editReason === null ? null : (
        <Banner flush tone="info" icon={<Eye className="icon" aria-hidden="true" />}>
          <b className="font-semibold">You can look at this draft, not change it.</b> {editReason}
        </Banner>
      )}
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_404px] max-wide:grid-cols-[minmax(0,1fr)_340px] max-lg:flex max-lg:flex-col max-lg:overflow-auto">
        <div className="flex min-h-0 min-w-0 flex-col max-lg:flex-none">
          <Tabs
            label="Views of the agent"
            value={tab}
            options={agent.kind === 'WORKFLOW' ? TABS : TABS.filter(({ value }) => value !== 'flow')}
            onChange={onTab}
          >
            {DRAFT_TABS.has(tab) ? (
              <IssueList issues={issues} onFix={(fix) => editor.edit(applyPatch(editor.spec, fixOperations(fix)))} />
            ) : null}
            <div
              inert={editReason !== null && DRAFT_TABS.has(tab)}
              className={
                FULL_TABS.has(tab)
                  ? 'flex min-h-0 flex-1 flex-col max-lg:h-[480px] max-lg:flex-none'
                  : 'min-h-0 flex-1 overflow-auto'
              }
            >
              {tab === 'configure' ? (
                <ConfigureForm
                  agent={agent}
                  spec={editor.spec}
                  issues={issues}
                  onEdit={editor.edit}
                  blocked={blocked}
                  flush={editor.flush}
                />
              ) : null}
              {tab === 'flow' ? <FlowEditor spec={editor.spec} issues={issues} onEdit={editor.edit} /> : null}
              {tab === 'expert' ? <ExpertEditor spec={editor.spec} issues={issues} onEdit={editor.edit} /> : null}
              {tab === 'versions' ? <VersionsTab agentId={agent.id} flush={editor.flush} /> : null}
              {tab === 'triggers' ? (
                <TriggersTab
                  agentId={agent.id}
                  inputSchema={agent.inputSchema}
                  unpublished={agent.published ? null : 'Publish the agent first: events run its live version.'}
                />
              ) : null}
              {tab === 'access' ? <AccessTab agent={agent} /> : null}
              {tab === 'similar' ? <SimilarAgents agentId={agent.id} /> : null}
            </div>
          </Tabs>
        </div>
        <div className="flex min-h-0 min-w-0 flex-col border-l border-line bg-bg max-lg:flex-none max-lg:border-t max-lg:border-l-0">
          <TryIt
            agentId={agent.id}
            inputSchema={inputsOf(editor.spec) ?? agent.inputSchema}
            revision={editor.revision}
            blocked={blocked}
            flush={editor.flush}
          />
        </div>
      </div>
      <ConflictDialog conflict={editor.conflict} mine={editor.spec} onResolve={editor.resolve} />
      <PublishDialog
        key={agent.visibility}
        open={publishing}
        agentId={agent.id}
        visibility={agent.visibility}
        current={agent.published?.number ?? null}
        flush={editor.flush}
        onClose={() => setPublishing(false)}
        onPublished={() => {
          setPublishing(false);
          reload();
        }}
      />
    </>
  );
}

function inputsOf(spec: unknown): unknown {
  return typeof spec === 'object' && spec !== null && 'inputs' in spec ? spec.inputs : undefined;
}
