/** [plural, kind, has a status subresource] of the Argo kinds that are used here. */
const KINDS = [
  ['workflows', 'Workflow', false],
  ['workflowtemplates', 'WorkflowTemplate', false],
  ['cronworkflows', 'CronWorkflow', false],
  ['clusterworkflowtemplates', 'ClusterWorkflowTemplate', false],
  ['workfloweventbindings', 'WorkflowEventBinding', false],
  ['workflowtasksets', 'WorkflowTaskSet', true],
  ['workflowtaskresults', 'WorkflowTaskResult', false],
  ['workflowartifactgctasks', 'WorkflowArtifactGCTask', true],
] as const;

const RBAC = 'rbac.authorization.k8s.io';
const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

export interface ClusterObject {
  readonly path: string;
  readonly object: {
    readonly metadata: { readonly name: string; readonly namespace?: string };
    readonly [field: string]: unknown;
  };
}

/** What Aether's service account may do in the namespace, and nothing else; argo/README.md shows it as manifests. */
const AETHER_RULES = [
  rule(['workflowtasksets'], ['get', 'list', 'watch']),
  rule(['workflowtasksets/status'], ['patch']),
  rule(['workflows', 'workflowtemplates'], ['create', 'get', 'list', 'watch', 'patch', 'delete']),
];
const CONTROLLER_RULES = [
  rule(
    [
      'workflows',
      'workflows/finalizers',
      'workflowtasksets',
      'workflowtasksets/status',
      'workflowtasksets/finalizers',
      'cronworkflows',
      'cronworkflows/finalizers',
      'workflowartifactgctasks',
    ],
    ['create', 'get', 'list', 'watch', 'update', 'patch', 'delete'],
  ),
  rule(['workflowtemplates'], ['get', 'list', 'watch']),
  rule(['workflowtaskresults'], ['list', 'watch', 'deletecollection']),
  {
    apiGroups: [''],
    resources: ['pods', 'configmaps', 'serviceaccounts', 'secrets'],
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
];

/** Schema-free definitions of Argo's kinds: names are all that an API server without the controller needs. */
export function customResources(): ClusterObject[] {
  return KINDS.map(([plural, kind, hasStatus]) => {
    const name = `${plural}.argoproj.io`;
    const scope = kind.startsWith('Cluster') ? 'Cluster' : 'Namespaced';
    const version = {
      name: 'v1alpha1',
      served: true,
      storage: true,
      ...(hasStatus ? { subresources: { status: {} } } : {}),
      schema: { openAPIV3Schema: { ...open, properties: { spec: open, status: open } } },
    };
    const names = { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` };
    const object = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name },
      spec: { group: 'argoproj.io', scope, names, versions: [version] },
    };
    return { path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`, object };
  });
}

/** A namespace in which the users `aether` and `controller` have their roles, with the controller's settings. */
export function namespaceObjects(namespace: string): ClusterObject[] {
  const base = `/apis/${RBAC}/v1/namespaces/${namespace}`;
  const settings = 'workflow-controller-configmap';
  return [
    {
      path: `/api/v1/namespaces/${namespace}`,
      object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    },
    ...[['aether', AETHER_RULES] as const, ['controller', CONTROLLER_RULES] as const].flatMap(([name, rules]) => [
      {
        path: `${base}/roles/${name}`,
        object: { apiVersion: `${RBAC}/v1`, kind: 'Role', metadata: { name, namespace }, rules },
      },
      { path: `${base}/rolebindings/${name}`, object: binding(name, namespace) },
    ]),
    {
      path: `/api/v1/namespaces/${namespace}/configmaps/${settings}`,
      object: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: settings, namespace },
        data: {
          disableAgentPodCreation: 'true',
          metricsConfig: 'enabled: false\n',
          nodeEvents: 'enabled: false\n',
          workflowEvents: 'enabled: false\n',
        },
      },
    },
  ];
}

function rule(resources: readonly string[], verbs: readonly string[]) {
  return { apiGroups: ['argoproj.io'], resources, verbs };
}

function binding(name: string, namespace: string) {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: RBAC, kind: 'Role', name },
    subjects: [{ apiGroup: RBAC, kind: 'User', name }],
  };
}
