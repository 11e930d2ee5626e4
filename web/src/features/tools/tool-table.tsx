import { Status } from '../../ui/status.tsx';
import { approvalWord, SHORT_EFFECTS } from './tool-words.ts';
import type { Tool } from './tools-document.ts';

/** The tools of a server; a row opens its sheet. */
export function ToolTable({ tools, onOpen }: { tools: readonly Tool[]; onOpen: (toolId: string) => void }) {
  return (
    <table className="rows" aria-label="Tools">
      <thead>
        <tr>
          <th>Tool</th>
          <th>State</th>
          <th className="max-md:hidden">Effect</th>
        </tr>
      </thead>
      <tbody>
        {tools.map((tool) => {
          const { shape, tone, word } = approvalWord(tool);
          return (
            <tr key={tool.id}>
              <td className="w-2/3 max-w-0 truncate">
                <button
                  type="button"
                  className="mr-2 font-mono text-12 font-medium hover:underline hover:underline-offset-2"
                  onClick={() => onOpen(tool.id)}
                >
                  {tool.name}
                </button>
                <span className="text-ink-3">{tool.title ?? tool.description}</span>
              </td>
              <td>
                <Status shape={shape} tone={tone} quietWord={tone === 'success'}>
                  {word}
                </Status>
              </td>
              <td className="text-ink-2 max-md:hidden">{SHORT_EFFECTS[tool.effect]}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
