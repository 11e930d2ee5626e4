import { StageBar } from '../knowledge/stage-bar.tsx';
import { CodeView } from '../../ui/code-view.tsx';
import { Meter } from '../../ui/meter.tsx';
import { Status } from '../../ui/status.tsx';
import { Group } from './group.tsx';

const ERROR = {
  __typename: 'DocumentError',
  code: 'DOCUMENT_EMPTY',
  message: '38 pages are images without text.',
  stage: 'EXTRACTING',
  retryable: false,
  hint: null,
} as const;

export function Lists() {
  return (
    <>
      <Group title="Table, 36 and 28 px rows">
        <div className="overflow-x-auto rounded-card border border-line">
          <table className="rows">
            <thead>
              <tr>
                <th>Status</th>
                <th>Agent</th>
                <th className="number">Success</th>
                <th className="number">Cost</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <td>
                  <Status shape="succeeded" tone="success" quietWord>
                    Live v7
                  </Status>
                </td>
                <td className="font-medium">Refund policy</td>
                <td className="number">96.2 %</td>
                <td className="number">$18.42</td>
              </tr>
              <tr>
                <td>
                  <Status shape="warning" tone="warning">
                    Degraded
                  </Status>
                </td>
                <td className="font-medium">Carrier claims</td>
                <td className="number">71.4 %</td>
                <td className="number">not priced</td>
              </tr>
            </tbody>
          </table>
        </div>
      </Group>
      <Group title="Stages, meter, code">
        <StageBar document={{ status: 'QUEUED', progress: 0, error: null }} />
        <StageBar document={{ status: 'SPLITTING', progress: 0.31, error: null }} />
        <StageBar document={{ status: 'READY', progress: 1, error: null }} />
        <StageBar document={{ status: 'FAILED', progress: 0.1, error: ERROR }} />
        <Meter share={0.34} label="Budget used" />
        <Meter share={0.92} label="Budget used" />
        <CodeView text={'{ "status": "DELIVERED", "attempts": 2, "signedBy": null }'} />
      </Group>
    </>
  );
}
