import type { Viewer } from '@aether/common/security';
import type { Permission } from '@aether/schema';

/** What decides who may do what with a notebook. */
export interface NotebookRoles {
  readonly ownerId: string;
  readonly editorIds: readonly string[];
}

export const NOTEBOOK_ACTIONS = [
  'updateNotebook',
  'deleteNotebook',
  'grantNotebookAccess',
  'addDocument',
  'reprocessDocument',
  'deleteDocument',
] as const;

/** Named as the operations that they allow. */
export type NotebookAction = (typeof NOTEBOOK_ACTIONS)[number];

const RULES: Record<
  NotebookAction,
  { readonly permission: Permission; readonly editors: boolean; readonly verb: string }
> = {
  updateNotebook: { permission: 'notebook:update', editors: true, verb: 'change it' },
  deleteNotebook: { permission: 'notebook:delete', editors: false, verb: 'delete it' },
  grantNotebookAccess: { permission: 'notebook:update', editors: false, verb: 'share it' },
  addDocument: { permission: 'document:add', editors: true, verb: 'add documents' },
  reprocessDocument: { permission: 'document:add', editors: true, verb: 'process documents again' },
  deleteDocument: { permission: 'document:delete', editors: true, verb: 'delete documents' },
};

export interface NotebookRight {
  readonly name: NotebookAction;
  readonly allowed: boolean;
  /** Why not, and who can help. */
  readonly reason: string | null;
}

/** Who acts: the person, or the service account of an API key. */
export function actorOf(viewer: Viewer): string {
  return viewer.userId ?? viewer.serviceAccountId ?? viewer.tenantId;
}

/** Managers reach notebooks of everybody by their id; lists and search show them no more than their own audience. */
export function isManager(viewer: Viewer): boolean {
  return viewer.permissions.includes('notebook:manage');
}

/** The rule for one action; the UI shows the same reason that the operation would answer. */
export function notebookRight(name: NotebookAction, notebook: NotebookRoles, viewer: Viewer): NotebookRight {
  const rule = RULES[name];
  const actor = actorOf(viewer);
  if (!viewer.permissions.includes(rule.permission)) {
    return {
      name,
      allowed: false,
      reason: `Your role lacks the permission "${rule.permission}". An administrator can give it.`,
    };
  }
  const allowed =
    notebook.ownerId === actor || isManager(viewer) || (rule.editors && notebook.editorIds.includes(actor));
  if (allowed) return { name, allowed, reason: null };
  const who = rule.editors ? 'Only its owner and its editors' : 'Only its owner';
  return {
    name,
    allowed,
    reason: `${who} may ${rule.verb}. The owner can ${rule.editors ? 'make you an editor' : 'do it for you'}.`,
  };
}
