/**
 * Why a file is refused as a whole, and what the person who holds it can do. Each message ends in the next step.
 * @source DESIGN.md §3 flow 1
 */
export const FILE_VERDICTS = {
  'no-header': '没有找到这类名册的表头。请核对导入的种类，或者把表头改成“企业名称”“姓名”这样的常用说法后再上传。',
  'file-xls': '这是旧版 .xls 工作簿。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。',
  'file-html': '这个文件其实是网页，只是名字以 .xls 结尾。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。',
  'file-xml2003': '这是“XML 电子表格 2003”格式。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。',
  'file-encrypted': '这个工作簿设有打开密码。请去掉密码，保存后再上传。',
  'file-macro': '这个工作簿带有宏。请另存为不带宏的 .xlsx 后再上传。',
  'file-damaged': '文件不完整，或者不是电子表格。请打开核对，重新保存后再上传一次。',
  'file-dialect': '这个工作簿的格式少见。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。',
  'file-hostile': '这个文件要占用的内存、条目或单元格远多于一份名册所需，没有读取。请把名册复制到新建的工作簿，保存后再上传。',
  'file-too-big': '文件超过 5 MB。请删去图片和无关的工作表，或者分成几份上传。',
  'file-expired': '上传后三十天没有核对导入，文件已按期删除，没有改动任何数据。要导入的话请重新上传。',
} as const

export type FileVerdict = keyof typeof FILE_VERDICTS
