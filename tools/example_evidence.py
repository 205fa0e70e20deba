#!/usr/bin/env python3
"""Draws the invented evidence of examples/: scans, photographs, screenshots and reports.

Everything in them is made up. Needs Pillow, Noto Serif CJK and LibreOffice; run it only to change
the example, its output is kept in the repository. Usage: tools/example_evidence.py EXAMPLE_FOLDER
Which papers an example has stands in EXAMPLES, by the folder's name.
"""
import pathlib, random, subprocess, sys, tempfile
from PIL import Image, ImageDraw, ImageFilter, ImageFont

ROOT = pathlib.Path(sys.argv[1]) / "evidence"
SERIF = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
SANS = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
random.seed(20260302)

def font(size, path=SERIF):
    return ImageFont.truetype(path, size, index=2)  # SC

def save(name, image, **options):
    path = ROOT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, **options)

def scan(title, lines, seal, day="2025年11月18日"):
    """A grey, slightly turned A4 scan at 150 dpi with a red round seal."""
    page = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    draw.text((620, 190), title, font=font(46), fill="black", anchor="mm")
    y = 300
    for line in lines:
        draw.text((150, y), line, font=font(29), fill=(30, 30, 30))
        y += 58
    draw.ellipse((770, 1330, 1050, 1610), outline=(200, 30, 30), width=7)
    draw.text((910, 1470), seal, font=font(26), fill=(200, 30, 30), anchor="mm")
    draw.text((800, 1640), day, font=font(29), fill=(30, 30, 30))
    page = page.rotate(random.uniform(-0.6, 0.6), fillcolor="white", resample=Image.BICUBIC)
    return page.filter(ImageFilter.GaussianBlur(0.6))

def photo(seed, clean, caption):
    """A drawn scene that stands for a photograph: shed, silo, conveyor, ground."""
    rng = random.Random(seed)
    img = Image.new("RGB", (1280, 960))
    draw = ImageDraw.Draw(img)
    for y in range(960):
        t = y / 960
        draw.line((0, y, 1280, y), fill=(int(150 + 60 * t), int(180 + 30 * t), int(215 - 30 * t)))
    draw.rectangle((0, 640, 1280, 960), fill=(128, 122, 112))
    draw.polygon([(120, 640), (120, 360), (420, 260), (720, 360), (720, 640)], fill=(176, 182, 188), outline=(90, 95, 100))
    draw.rectangle((300, 470, 520, 640), fill=(70, 78, 88) if clean else (205, 200, 190))
    for x in (800, 930):
        draw.rectangle((x, 330, x + 100, 640), fill=(196, 198, 200), outline=(110, 110, 110))
        draw.polygon([(x, 330), (x + 50, 280), (x + 100, 330)], fill=(180, 182, 184), outline=(110, 110, 110))
    if not clean:
        for _ in range(500):
            x, y = rng.gauss(620, 160), rng.gauss(640, 70)
            r = rng.uniform(4, 20)
            draw.ellipse((x - r, y - r, x + r, y + r), fill=(196, 186, 168))
    for _ in range(9000):
        x, y = rng.randrange(1280), rng.randrange(960)
        p = img.getpixel((x, y)); d = rng.randrange(-14, 15)
        img.putpixel((x, y), tuple(max(0, min(255, c + d)) for c in p))
    draw.rectangle((0, 905, 1280, 960), fill=(20, 20, 20))
    draw.text((24, 932), caption, font=font(28, SANS), fill=(255, 214, 60), anchor="lm")
    return img

def chart(title, unit, limit, first=(2, 16)):
    img = Image.new("RGB", (1400, 800), "white")
    d = ImageDraw.Draw(img)
    d.text((700, 50), title, font=font(34, SANS), fill="black", anchor="mm")
    d.rectangle((110, 110, 1340, 690), outline=(120, 120, 120))
    for i in range(6):
        y = 690 - i * 116
        d.line((110, y, 1340, y), fill=(225, 225, 225))
        d.text((98, y), str(i * 3), font=font(22, SANS), fill="black", anchor="rm")
    y = 690 - limit / 15 * 580
    d.line((110, y, 1340, y), fill=(205, 40, 40), width=3)
    d.text((1330, y - 18), f"限值 {limit} {unit}", font=font(22, SANS), fill=(205, 40, 40), anchor="rm")
    rng, points, v = random.Random(7), [], 5.0
    for i in range(168):
        v = max(2.2, min(8.6, v + rng.uniform(-0.8, 0.8)))
        points.append((110 + i * 1230 / 167, 690 - v / 15 * 580))
    d.line(points, fill=(30, 90, 170), width=3)
    for i in range(8):
        d.text((110 + i * 175, 715), f"{first[0]}月{first[1] + i}日", font=font(20, SANS), fill="black", anchor="mm")
    d.text((40, 400), unit, font=font(22, SANS), fill="black", anchor="mm")
    return img

def report(name, title, paragraphs, table):
    """A PDF/A-2b as an enterprise's office software writes it."""
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in table)
    html = f"""<html><head><meta charset="utf-8"><title>{title}</title></head>
    <body style="font-family:Noto Serif CJK SC;font-size:12pt"><p align="center"><font size="5">{title}</font></p>
    {''.join(f'<p>{p}</p>' for p in paragraphs)}<table border="1" cellspacing="0" cellpadding="4" width="100%">{rows}</table></body></html>"""
    with tempfile.TemporaryDirectory() as tmp:
        page = pathlib.Path(tmp) / "page.html"
        page.write_text(html, encoding="utf-8")
        subprocess.run(["soffice", "--headless", "--infilter=HTML (StarWriter)", "--convert-to",
            'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}', "--outdir", tmp, str(page)],
            check=True, capture_output=True)
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((pathlib.Path(tmp) / "page.pdf").read_bytes())

def cement_products_c():
    report("app.evid/自行监测报告（2026年1月）.pdf", "自行监测报告（示例）",
        ["受测单位：示例水泥制品有限公司一厂区。", "采样日期：2026年1月15日至16日。本报告为演示用的虚构数据。"],
        [["点位", "项目", "结果（mg/m³）", "限值（mg/m³）"], ["搅拌楼除尘器出口", "颗粒物", "6.2", "10"],
         ["配料仓除尘器出口", "颗粒物", "7.1", "10"], ["厂界上风向", "总悬浮颗粒物", "0.21", "0.50"],
         ["厂界下风向", "总悬浮颗粒物", "0.34", "0.50"]])
    report("app.evid/用电量统计（2025年）.pdf", "用电量统计表（示例）",
        ["企业：示例水泥制品有限公司一厂区。单位：千瓦时。本表为演示用的虚构数据。"],
        [["月份", "生产设施", "治污设施"]] + [[f"{m}月", str(41000 + 700 * m), str(5200 + 60 * m)] for m in range(1, 13)])
    pages = [scan("环境影响报告表的批复（示例）", ["示例水泥制品有限公司：", "　　你单位报送的年产 20 万立方米水泥制品项目环境", "影响报告表收悉。经研究，同意按报告表所列性质、",
        "规模、地点和环境保护措施建设。", "　　一、落实物料封闭贮存和输送措施。", "　　二、搅拌、配料工序废气经袋式除尘后排放。", "　　三、按规定开展自行监测。"], "示例专用章"),
        scan("附：环境保护措施一览（示例）", ["1. 配料仓：封闭，顶部袋式除尘器。", "2. 搅拌楼：封闭，袋式除尘器，排气筒 15 米。", "3. 骨料库：封闭，地面硬化，喷雾抑尘。", "4. 出入口：车辆清洗装置。"], "示例专用章")]
    first, rest = pages[0].convert("L").point(lambda v: 255 if v > 150 else 0).convert("1"), [p.convert("L").point(lambda v: 255 if v > 150 else 0).convert("1") for p in pages[1:]]
    save("app.evid/环评批复（扫描件）.tif", first, compression="group4", save_all=True, append_images=rest, dpi=(150, 150))
    save("app.evid/排污许可证副本.jpg", scan("排污许可证副本（示例）", ["单位名称：示例水泥制品有限公司", "生产经营场所：一厂区", "行业类别：水泥制品制造（C3021）", "有效期限：2024年6月1日至2029年5月31日", "许可证编号：示例-0001"], "示例专用章"), quality=80, dpi=(150, 150))
    save("app.evid/在线监测一周曲线.png", chart("搅拌楼除尘器出口颗粒物小时均值（示例）", "mg/m³", 10), dpi=(120, 120))
    exif = Image.Exif(); exif[0x0112] = 6
    save("site.evid/骨料库封闭情况.jpg", photo(1, True, "一厂区骨料库 2026-04-10 09:42（示例）"), quality=82)
    save("site.evid/搅拌楼除尘器.jpg", photo(2, True, "一厂区搅拌楼 2026-04-10 10:05（示例）").rotate(90, expand=True), quality=82, exif=exif)
    save("rect.evid/整改前-卸料口.jpg", photo(3, False, "卸料口整改前 2026-04-10 10:20（示例）"), quality=82)
    save("rect.evid/整改后-卸料口.jpg", photo(4, True, "卸料口整改后 2026-04-20 15:10（示例）"), quality=82)


def fax(name, *pages):
    """Scans as a bureau keeps them: black and white, group 4, several pages in one TIFF."""
    first, *rest = [p.convert("L").point(lambda v: 255 if v > 150 else 0).convert("1") for p in pages]
    save(name, first, compression="group4", save_all=True, append_images=rest, dpi=(150, 150))

def snapshot(seed, clean, caption):
    """A photograph as a telephone sends it, small."""
    return photo(seed, clean, caption).resize((800, 600), Image.LANCZOS)

def papers(firm, plant, product, outlet, month, year, limit, seal, approved, permit):
    """What nearly every application brings: a monitoring report, the approval, a week's curve."""
    report(f"app.evid/自行监测报告（{month}）.pdf", "自行监测报告（示例）",
        [f"受测单位：{firm}{plant}。", f"监测月份：{month}。本报告为演示用的虚构数据。"],
        [["点位", "项目", "结果（mg/m³）", "限值（mg/m³）"], *[[o, i, str(v), str(l)] for o, i, v, l in outlet]])
    fax("app.evid/环评批复（扫描件）.tif", scan("环境影响评价文件的批复（示例）",
        [f"{firm}：", f"　　你单位报送的{product}项目环境影响评价文件", "收悉。经研究，同意按所列性质、规模、地点和环境", "保护措施建设。",
         "　　一、落实物料封闭贮存、输送和装卸措施。", "　　二、按要求建设和运行废气治理设施。", "　　三、按规定开展自行监测和联网。"], seal, approved),
        scan("排污许可证副本（示例）", [f"单位名称：{firm}", f"生产经营场所：{plant}", f"许可证编号：{permit}", "本件为演示用的虚构证照。"], seal, approved))
    name, item, _, _ = outlet[0]
    save("app.evid/在线监测一周曲线.png", chart(f"{name}{item}小时均值（示例）", "mg/m³", limit, (6, 20)).resize((1050, 600), Image.LANCZOS).convert("P", palette=Image.ADAPTIVE, colors=16), dpi=(90, 90), optimize=True)

def tangshan_a_cement():
    papers("示例水泥股份有限公司", "熟料厂区", "熟料生产线超低排放改造", [("窑尾烟囱", "颗粒物", 4.6, 10), ("窑尾烟囱", "二氧化硫", 11, 35), ("窑尾烟囱", "氮氧化物", 38, 50), ("窑头烟囱", "颗粒物", 5.1, 10)], "2026年1月", 2026, 10, "示例专用章", "2024年5月20日", "示例许可0011")
    save("city.evid/原料库封闭情况.jpg", snapshot(11, True, "熟料厂区原料库 2026-04-14 10:12（示例）"), quality=72)
    save("rect.evid/整改后-装车口.jpg", snapshot(12, True, "散装口整改后 2026-04-21 15:05（示例）"), quality=72)

def tangshan_b_minus_steel():
    papers("示例钢铁有限公司", "本部厂区", "烧结机头烟气治理改造", [("烧结机头烟囱", "颗粒物", 7.2, 10), ("烧结机头烟囱", "二氧化硫", 21, 35), ("烧结机头烟囱", "氮氧化物", 42, 50)], "2026年1月", 2026, 10, "示例专用章", "2023年9月12日", "示例许可0012")
    save("city.evid/料场封闭情况.jpg", snapshot(13, True, "本部厂区料场 2026-04-21 09:40（示例）"), quality=72)

def reply(name, firm, plant, grade, by, day):
    """The answer from above, as it came: a scan."""
    fax(name, scan("绩效分级审核结果（示例）", ["示例市生态环境局：", f"　　你局报送的{firm}（{plant}）", f"申请{grade}的材料收悉。经审核，评定结果为{grade}。", "　　本件为演示用的虚构公文。"], by, day))

def bits(name, title, lines):
    """One page of a paper as a black and white scan."""
    fax(name, scan(title, lines + ["　　（演示用的虚构材料）"], "示例专用章"))

def small_photo(name, seed, caption):
    save(name, snapshot(seed, True, caption), quality=60)

def small_chart(name, title, unit, limit):
    save(name, chart(title, unit, limit).quantize(16), dpi=(120, 120))

def urumqi(firm, plant, permit=True, monitored=True, cems=None, dcs=False):
    about = [f"单位：{firm}", f"厂区：{plant}"]
    bits("app.evid.eia/环评报告及批复.tif", "环境影响报告及批复（示例）", about + ["同意按所列规模和环境保护措施建设。"])
    if permit:
        bits("app.evid.permit/排污许可证副本.tif", "排污许可证副本（示例）", about + ["有效期限以许可证载明为准。"])
        bits("app.evid.report/排污许可证执行报告（2025年）.tif", "排污许可证执行报告（示例）", about + ["2025 年各季度执行情况正常。"])
    if monitored:
        bits("app.evid.monitor/自行监测报告.tif", "自行监测报告（示例）", about + ["监测结果均低于许可限值。"])
    bits("app.evid.ledger/环境管理台账摘录.tif", "环境管理台账摘录（示例）", about + ["生产设施、治污设施逐日运行记录。"])
    bits("app.evid.power/近三个月用电量.tif", "用电量统计表（示例）", about + ["生产设施和治污设施分表计电。"])
    bits("app.evid.transport/运输台账摘录.tif", "运输台账摘录（示例）", about + ["逐车登记排放阶段和运输量。"])
    if cems:
        small_chart("app.evid.cems/自动监控一周曲线.png", f"颗粒物小时均值（示例，{plant}）", "mg/m³", cems)
    if dcs:
        small_chart("app.evid.dcs/DCS历史曲线.png", f"除尘器压差历史曲线（示例，{plant}）", "百帕", 12)

def urumqi_a_silicon():
    urumqi("示例硅业有限公司", "一厂区", cems=10, dcs=True)
    small_photo("city.evid/转运点收尘罩破损.jpg", 11, "一厂区 2 号转运点 2026-03-26（示例）")
    bits("app.latest/对标自评估表（第二版）.tif", "对标及自评估表（第二版，示例）", ["单位：示例硅业有限公司", "2 号转运点收尘罩已更换。"])

def urumqi_leading_ferroalloy():
    urumqi("示例合金材料有限公司", "东厂区", cems=10)
    bits("app.corrected/补正的运输台账.tif", "运输台账（补正，示例）", ["单位：示例合金材料有限公司", "已逐车补列排放阶段。"])

def urumqi_c_brick():
    urumqi("示例新型墙材有限公司", "一厂区", cems=14)
    bits("app.base/排污许可证副本（基本信息页）.tif", "排污许可证副本：基本信息（示例）",
        ["单位：示例新型墙材有限公司", "厂区：一厂区", "行业：粘土砖瓦及建筑砌块制造", "主要产品：烧结空心砖，年产 6000 万块"])

def urumqi_other_aluminium():
    urumqi("示例铝材加工有限公司", "北厂区", permit=False, monitored=False)

def shaoxing(firm, plant, chart_of=None):
    about = [f"单位：{firm}", f"厂区：{plant}"]
    bits("app.evid/自行监测报告.tif", "自行监测报告（示例）", about + ["监测结果均低于许可限值。"])
    bits("app.evid/排污许可证副本.tif", "排污许可证副本（示例）", about + ["有效期限以许可证载明为准。"])
    if chart_of:
        small_chart("app.evid/在线监测一周曲线.png", f"{chart_of}小时均值（示例）", "mg/m³", 12)
    small_photo("site.evid/主要治理设施.jpg", 21, f"{plant}治理设施（示例）")

def shaoxing_b_printing():
    shaoxing("示例包装印刷有限公司", "一厂区")
    bits("app.corrected/补交的监测报告.tif", "监测报告（补正，示例）", ["单位：示例包装印刷有限公司", "非甲烷总烃 24 mg/m³。"])

def shaoxing_a_coatings():
    shaoxing("示例涂料科技有限公司", "一厂区", "非甲烷总烃")

def shaoxing_leading_metal():
    shaoxing("示例铜材有限公司", "二厂区", "颗粒物")

def south(firm, plant, day, permit):
    """What nearly every application brings, one scanned page each."""
    about = [f"单位：{firm}", f"厂区：{plant}"]
    bits("app.evid/环评批复.tif", "环境影响评价文件的批复（示例）", about + ["同意按所列规模、地点和环境保护措施建设。"])
    bits("app.evid/排污许可证副本.tif", "排污许可证副本（示例）", about + [f"许可证编号：{permit}", "有效期限以许可证载明为准。"])
    bits("app.evid/自行监测报告.tif", "自行监测报告（示例）", about + [f"报告日期：{day}", "监测结果均低于许可限值。"])

def answer(slot, name, title, to, firm, plant, grade, by, day):
    """The answer from above, as it came."""
    fax(f"{slot}/{name}.tif", scan(title, [f"{to}：", f"　　报送的{firm}（{plant}）申报{grade}的材料", f"收悉。经审核，评定等级为{grade}。", "　　本件为演示用的虚构公文。"], by, day))

def sanmenxia(firm, plant, grade, permit, day):
    south(firm, plant, "2022年6月" if "10月" not in day and "11月" not in day else "2022年9月", permit)
    answer("prov.result", "省级核验评定结果", "省级核验评定结果（示例）", "三门峡市生态环境局", firm, plant, grade, "示例专用章", day)

def sanmenxia_a_cement():
    sanmenxia("示例渑水水泥有限公司", "熟料厂区", "A级", "示例许可0024", "2022年8月18日")
    small_photo("city.evid/皮带廊道封闭情况.jpg", 25, "熟料厂区皮带廊道 2022-07-22（示例）")

def sanmenxia_b_foundry():
    sanmenxia("示例铸造有限公司", "一厂区", "B级", "示例许可0021", "2022年8月12日")
    small_photo("rect.evid/整改后-落砂机侧吸罩.jpg", 22, "一厂区落砂机 2022-07-11（示例）")

def sanmenxia_c_brick():
    sanmenxia("示例砖瓦有限公司", "隧道窑厂区", "C级", "示例许可0022", "2022年9月7日")
    small_photo("city.evid/原料库卷帘门.jpg", 23, "原料库东侧 2022-08-23（示例）")

def sanmenxia_leading_waterproof():
    sanmenxia("示例防水材料有限公司", "一厂区", "引领性", "示例许可0023", "2022年11月3日")
    small_photo("city.evid/配料间密闭收集.jpg", 24, "一厂区配料间 2022-10-24（示例）")

def hebei(firm, plant, grade, permit, answered, published, second=None):
    south(firm, plant, "2020年6月" if "12月" not in answered else "2020年10月", permit)
    by = "示例专用章"
    office = "唐山市生态环境局"
    answer("prov.result", "省级复核结果" if second is None else "省级初审结果", "省级审核结果（示例）", office, firm, plant, grade, by, answered)
    if second:
        answer("mee.result", "终审结果", "A 级企业终审结果（示例）", "河北省大气办", firm, plant, grade, by, second)
    bits("pub.prov/省级网站公示页.tif", "绩效分级评级结果公示（示例）", [f"{grade}企业名单：", f"　　{firm}（{plant}）", f"公示网页存档，{published}打印。"])

def hebei_a_cement():
    hebei("示例滦水水泥集团有限公司", "二线厂区", "A级", "示例许可0031", "2020年8月26日", "2020年9月15日", "2020年9月11日")
    small_photo("city.evid/原料库封闭情况.jpg", 31, "二线厂区原料库 2020-08-11（示例）")

def hebei_b_ceramics():
    hebei("示例卫生陶瓷有限公司", "本部厂区", "B级", "示例许可0034", "2020年12月17日", "2020年12月21日")
    small_photo("city.evid/修坯工位侧吸罩.jpg", 34, "本部厂区修坯工段 2020-12-03（示例）")

def hebei_leading_frp():
    hebei("示例复合材料有限公司", "一厂区", "引领性", "示例许可0032", "2020年9月16日", "2020年9月18日")
    bits("city.evid/在线监测比对验收报告.tif", "在线监测比对验收报告（示例）", ["单位：示例复合材料有限公司", "非甲烷总烃在线监测比对合格，已联网。"])

def hebei_c_lime():
    south("示例石灰有限公司", "一厂区", "2020年6月", "示例许可0033")
    bits("own.review/市级审核记录.tif", "市级审核记录（示例）", ["单位：示例石灰有限公司（一厂区）", "材料审核：2020 年 8 月 19 日，六项指标资料齐全。",
        "现场审核：2020 年 8 月 25 日，六项指标均满足 C 级要求。", "本行业专家参加审核，审核人员签字见原件。"])

def tangshan_leading_copper():
    south("示例铜材加工有限公司", "二厂区", "2026年4月", "示例许可0015")
    small_photo("rect.evid/整改后-2号炉侧吸罩.jpg", 15, "2 号炉扒渣工位 2026-07-22（示例）")

EXAMPLES = {function.__name__.replace("_", "-"): function for function in (cement_products_c, tangshan_a_cement, tangshan_b_minus_steel, tangshan_leading_copper,
    sanmenxia_a_cement, sanmenxia_b_foundry, sanmenxia_c_brick, sanmenxia_leading_waterproof,
    hebei_a_cement, hebei_b_ceramics, hebei_c_lime, hebei_leading_frp,
    urumqi_a_silicon, urumqi_leading_ferroalloy, urumqi_c_brick, urumqi_other_aluminium,
    shaoxing_a_coatings, shaoxing_b_printing, shaoxing_leading_metal)}
EXAMPLES[pathlib.Path(sys.argv[1]).resolve().name]()
