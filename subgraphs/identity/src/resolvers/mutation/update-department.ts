import { isConstraintViolation } from '@aether/common/graph';
import { NotFoundError, Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { NameTakenError } from '../../errors.ts';
import { checkDescription, checkName } from '../../text-rules.ts';
import { DepartmentPayload } from '../../types/department-payload.ts';
import { UpdateDepartmentInput } from '../../types/update-department-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class UpdateDepartmentResolver {
  @Permission('department:manage')
  @Mutation(() => DepartmentPayload)
  async updateDepartment(
    @Arg('input', () => UpdateDepartmentInput) input: UpdateDepartmentInput,
    @Ctx() context: IdentityContext,
  ): Promise<DepartmentPayload> {
    const { changes, groups } = context.parts;
    const { departmentId: id } = input;
    try {
      const department = await changes.change(causeOf(context), async (change) => {
        const before = await groups.lockedDepartment(change, id);
        if (before === null) throw new NotFoundError('department', id);
        const name = input.name == null ? before.name : checkName(input.name);
        const description = input.description === undefined ? before.description : checkDescription(input.description);
        change.tell('department-updated', { subject: id, before, after: { name, description } });
        return groups.saveDepartment(change, { id, name, description });
      });
      return { department, userErrors: [] };
    } catch (error) {
      const mended = isConstraintViolation(error) ? new NameTakenError('department', input.name ?? '') : error;
      return { department: null, userErrors: [mendableError(mended)] };
    }
  }
}
