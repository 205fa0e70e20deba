//! Documents of every style, as forms would give them.

use juanzong::base::time::Day;
use juanzong::form::document::{
    Align, Block, Cell, Document, Para, Row, Run, SignLine, Style, Table,
};

fn document(style: Style, title: &str, blocks: Vec<Block>) -> Document {
    Document {
        form: "sample".into(),
        title: title.into(),
        issuer: "唐山市生态环境局丰南区分局".into(),
        style,
        landscape: false,
        date: Day::parse("2026-03-06"),
        blocks,
    }
}

fn title(text: &str) -> Block {
    Block::Title { text: text.into() }
}

pub fn para(text: &str) -> Para {
    Para { indent: true, ..Para::plain(text) }
}

fn right(text: &str) -> Para {
    Para { align: Align::Right, ..Para::plain(text) }
}

fn typed(text: &str, field: &str) -> Cell {
    Cell::of(vec![Para { runs: vec![Run::typed(text, field)], ..Para::default() }])
}

fn row(height: u16, cells: Vec<Cell>) -> Row {
    Row { cells, height }
}

fn ticks(options: &[(&str, bool)]) -> Cell {
    let mut runs = Vec::new();
    for (text, on) in options {
        runs.push(Run::Tick { on: *on });
        runs.push(Run::text(format!(" {text}　")));
    }
    Cell::of(vec![Para { runs, ..Para::default() }])
}

/// A ruled form with spans, ticks, blanks, tall opinion boxes and a rare character.
pub fn form() -> Document {
    let below = |mut cell: Cell, rows| {
        cell.rows = rows;
        cell
    };
    let opinion = |text: &str, field: &str| {
        let words = Para { runs: vec![Run::typed(text, field)], indent: true, ..Para::default() };
        let sign = Para {
            runs: vec![Run::text("负责人（签字）："), Run::Blank { chars: 6 }],
            align: Align::Right,
            indent: false,
        };
        Cell::of(vec![words, sign, right("2026年3月6日")])
    };
    let table = Table {
        widths: vec![3, 4, 3, 4],
        header: 0,
        groups: Vec::new(),
        rows: vec![
            row(10, vec![
                Cell::label("企业名称"),
                typed("唐山市丰南区示例水泥制品有限公司", "enterprise.name").across(3),
            ]),
            row(10, vec![
                Cell::label("统一社会信用代码"),
                typed("91130200MA0TEAT01J", "enterprise.code"),
                Cell::label("法定代表人"),
                typed("李䶮", "person"),
            ]),
            row(10, vec![
                Cell::label("申报等级"),
                ticks(&[("A 级", false), ("B 级", false), ("C 级", true), ("引领性", false)]).across(3),
            ]),
            row(10, vec![
                below(Cell::label("企业变更或整改情况"), 3),
                ticks(&[("污染治理技术", true), ("排放限值", false), ("无组织排放", true)]).across(3),
            ]),
            row(10, vec![ticks(&[("监测监控水平", true), ("环境管理水平", true)]).across(3)]),
            row(10, vec![
                Cell::of(vec![Para {
                    runs: vec![Run::Tick { on: false }, Run::text(" 其他："), Run::Blank { chars: 12 }],
                    ..Para::default()
                }])
                .across(3),
            ]),
            row(30, vec![
                Cell::label("企业概况"),
                typed(
                    "公司位于唐山市丰南区，占地 23 000 m²，现有年产 60 万立方米商品混凝土搅拌站两座。\
                     颗粒物排放浓度 ≤10 mg/m³，厂区道路全部硬化，物料全部入棚，安装 PM₁₀ 在线监测 4 套，\
                     门禁及视频监控保存 12 个月以上。",
                    "story",
                )
                .across(3),
            ]),
            row(45, vec![
                Cell::label("股室联审意见"),
                opinion("经联合审核，材料齐全，符合 C 级企业条件，同意上报。", "opinion.joint").across(3),
            ]),
            row(45, vec![
                Cell::label("党组织研究意见"),
                opinion("2026年3月6日党支部会议研究，同意。", "opinion.party").across(3),
            ]),
        ],
    };
    let number = Para {
        runs: vec![Run::text("编号："), Run::typed("TS-130283-2026Q2-0007", "case.id")],
        align: Align::Right,
        indent: false,
    };
    document(
        Style::Form,
        "绩效分级申报审核表",
        vec![
            title("重污染天气重点行业绩效分级申报审核表"),
            Block::Para(number),
            Block::Table(table),
            Block::Para(Para::plain("注：本表一式两份，由分局与企业各存一份。")),
        ],
    )
}

/// A list of many rows and columns under a repeated header.
pub fn list(rows: usize) -> Document {
    let head = |text: &str| Cell::label(text);
    let mut all = vec![row(
        9,
        vec![
            head("序号"),
            head("企业名称"),
            head("统一社会信用代码"),
            head("行业"),
            head("等级"),
            head("现场核查日期"),
            head("意见"),
        ],
    )];
    for n in 1..=rows {
        all.push(row(
            8,
            vec![
                Cell::label(n.to_string()),
                typed(&format!("示例第{n}水泥制品有限公司"), "name"),
                typed("91130200MA0TEAT01J", "code"),
                typed("水泥制品", "industry"),
                typed("C", "grade"),
                typed("2026年3月6日", "day"),
                typed(
                    if n == 7 {
                        "不同意，无组织排放治理未完成，限期整改后再报"
                    } else {
                        "同意"
                    },
                    "opinion",
                ),
            ],
        ));
    }
    let table =
        Table { widths: vec![4, 14, 12, 7, 4, 9, 9], header: 1, groups: Vec::new(), rows: all };
    let lines = vec![
        SignLine {
            label: "核查组组长（签字）".into(),
            name: String::new(),
            field: None,
            date: String::new(),
        },
        SignLine {
            label: "承办人（签字）".into(),
            name: "王小明".into(),
            field: Some("clerk".into()),
            date: "2026年3月6日".into(),
        },
    ];
    document(
        Style::Form,
        "推荐企业名单",
        vec![
            title("2026年第二季度绩效分级推荐企业名单"),
            Block::Table(table),
            Block::Sign { lines },
        ],
    )
}

/// An official text with headings, a signature and an imprint.
pub fn text() -> Document {
    let long = "按照《重污染天气重点行业应急减排措施制定技术指南》和市局有关要求，我局组织业务股室、\
                专家对辖区企业开展了绩效分级现场核查，坚持“应评尽评、实事求是”的原则，逐项对照指标，\
                形成核查意见。";
    document(
        Style::Text,
        "现场核查情况报告",
        vec![
            Block::RedHead {
                mark: "唐山市生态环境局丰南区分局文件".into(),
                number: "唐丰环〔2026〕12号".into(),
                left: String::new(),
                right: String::new(),
            },
            title("关于唐山市丰南区示例水泥制品有限公司绩效分级现场核查情况的报告"),
            Block::Para(Para::plain("唐山市生态环境局：")),
            Block::Para(para(long)),
            Block::Heading { level: 1, text: "一、核查情况".into() },
            Block::Para(para(long)),
            Block::Heading { level: 2, text: "（一）有组织排放".into() },
            Block::Para(para(long)),
            Block::Para(para(
                "1.除尘器出口颗粒物浓度 8.6 mg/m³，低于限值 10 mg/m³；DCS 记录见 https://example.invalid/a/very/long/address/without/any/space/that/would/overrun/the/line。",
            )),
            Block::Heading { level: 1, text: "二、核查意见".into() },
            Block::Para(para(long)),
            Block::Para(Para::plain("")),
            Block::Para(right("唐山市生态环境局丰南区分局")),
            Block::Para(right("2026年3月6日")),
            Block::Imprint {
                lines: vec![
                    "抄送：市生态环境综合执法支队。".into(),
                    "唐山市生态环境局丰南区分局办公室　　2026年3月6日印发".into(),
                ],
            },
        ],
    )
}

/// Minutes with a red head.
pub fn minutes() -> Document {
    let attendance = Para {
        runs: vec![Run::strong("出席："), Run::typed("张三　李四　王五　赵六", "present")],
        indent: true,
        ..Para::default()
    };
    document(
        Style::Minutes,
        "党支部会议纪要",
        vec![
            Block::RedHead {
                mark: "党支部会议纪要".into(),
                number: "第3期".into(),
                left: "中共唐山市生态环境局丰南区分局大气环境股支部委员会".into(),
                right: "2026年3月6日".into(),
            },
            title("研究绩效分级 C 级企业推荐名单会议纪要"),
            Block::Para(para(
                "2026年3月6日，党支部书记张三主持召开会议，研究 2026 年第二季度绩效分级工作。纪要如下：",
            )),
            Block::Heading { level: 1, text: "一、关于推荐名单".into() },
            Block::Para(para(
                "会议听取了大气股关于现场核查和联合审核情况的汇报，同意将示例水泥制品有限公司列入 C 级推荐名单。",
            )),
            Block::Para(Para::plain("")),
            Block::Para(attendance.clone()),
            Block::Para(Para {
                runs: vec![Run::strong("请假："), Run::text("钱七")],
                ..attendance
            }),
        ],
    )
}

/// A letter with a red head.
pub fn letter() -> Document {
    document(
        Style::Letter,
        "推荐函",
        vec![
            Block::RedHead {
                mark: "唐山市生态环境局丰南区分局".into(),
                number: "唐丰环函〔2026〕7号".into(),
                left: String::new(),
                right: String::new(),
            },
            title("关于报送绩效分级 C 级推荐企业名单的函"),
            Block::Para(Para::plain("唐山市生态环境局：")),
            Block::Para(para(
                "经企业申报、现场核查、股室联审和党组织研究，现将 2026 年第二季度推荐名单报送你局，请予审核。",
            )),
            Block::Para(para("附件：1.推荐企业名单")),
            Block::Para(para("　　　2.现场核查表")),
            Block::Para(Para::plain("")),
            Block::Para(right("唐山市生态环境局丰南区分局")),
            Block::Para(right("2026年3月6日")),
        ],
    )
}

/// A cover.
pub fn cover() -> Document {
    let fact = |name: &str, value: &str| row(12, vec![Cell::label(name), typed(value, name)]);
    let table = Table {
        widths: vec![2, 5],
        header: 0,
        groups: Vec::new(),
        rows: vec![
            fact("案卷编号", "TS-130283-2026Q2-0007"),
            fact("企业名称", "唐山市丰南区示例水泥制品有限公司"),
            fact("申报等级", "C 级"),
            fact("立卷单位", "唐山市生态环境局丰南区分局"),
            fact("保管期限", "永久"),
        ],
    };
    document(
        Style::Cover,
        "绩效分级案卷",
        vec![
            title("重污染天气重点行业\n绩效分级案卷"),
            title("（2026年第二季度）"),
            Block::Table(table),
        ],
    )
}

/// Every sample with a file name.
pub fn all() -> Vec<(&'static str, Document)> {
    vec![
        ("form", form()),
        ("list", list(60)),
        ("text", text()),
        ("minutes", minutes()),
        ("letter", letter()),
        ("cover", cover()),
    ]
}
