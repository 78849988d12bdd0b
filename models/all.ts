/**
 * Loads every stored noun, so that whatever program starts builds the indexes of all of them. A new noun adds its line here;
 * test/architecture.test.ts compares the list with the folders.
 */
import './attachment/index.ts'
import './audit/index.ts'
import './card/index.ts'
import './category/index.ts'
import './department/index.ts'
import './district/index.ts'
import './enterprise/index.ts'
import './idempotency/index.ts'
import './instruction/index.ts'
import './issue/index.ts'
import './limit/index.ts'
import './member/index.ts'
import './notice/index.ts'
import './outbox/index.ts'
import './post/index.ts'
import './setting/index.ts'
import './snapshot/index.ts'
import './user/index.ts'
import './visit/index.ts'
import './visitTask/index.ts'
