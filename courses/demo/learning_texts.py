"""The words of the sample online course; every page labels it as illustrative data."""

COURSE = {
    "title_vi": "Học trực tuyến: nhập môn dữ liệu đô thị (khóa mẫu)",
    "title_en": "Online: an introduction to city data (sample course)",
    "title_ko": "온라인: 도시 데이터 입문 (예시 과정)",
    "summary_vi": "Khóa mẫu cho thấy cách học trực tuyến: bài đọc, bài kiểm tra, bài tập và phiếu"
    " khảo sát ẩn danh.",
    "summary_en": "A sample course showing how one learns online: texts, a quiz, an assignment and"
    " an anonymous survey.",
    "summary_ko": "읽기 자료, 퀴즈, 과제, 익명 설문으로 온라인 학습을 보여 주는 예시 과정.",
    "audience_vi": "Công chức, viên chức làm việc với số liệu của đô thị",
}

TEXT_ONE = {
    "title_vi": "Một con số cần kèm theo những gì",
    "title_en": "What a figure must come with",
    "title_ko": "수치에 함께 있어야 할 것",
    "body_vi": "<p>Một con số đứng một mình thì chưa dùng được. Người đọc cần biết nó đo cái gì,"
    " bằng đơn vị nào, vào ngày nào, ở đâu và ai đã ghi lại.</p><h2>Năm câu hỏi</h2><ol><li>Đo cái"
    " gì?</li><li>Đơn vị là gì?</li><li>Ngày nào?</li><li>Phạm vi nào?</li><li>Nguồn nào?</li></ol>"
    "<p>Thiếu số liệu thì ghi “chưa có thông tin”. Số 0 là một kết quả đo, không phải chỗ trống.</p>",
    "body_en": "<p>A figure on its own is of no use yet. The reader needs to know what it measures,"
    " in which unit, on which day, where, and who wrote it down.</p><p>Where a figure is missing,"
    " say so. Zero is a result, not a gap.</p>",
    "body_ko": "<p>수치만으로는 쓸 수 없습니다. 무엇을, 어떤 단위로, 언제, 어디에서 쟀고 누가"
    " 기록했는지 알아야 합니다.</p><p>자료가 없으면 없다고 적습니다. 0은 측정 결과이지 빈칸이"
    " 아닙니다.</p>",
}
TEXT_TWO = {
    "title_vi": "Từ số liệu đến một câu nhận định",
    "title_en": "From data to a sentence",
    "title_ko": "자료에서 한 문장으로",
    "body_vi": "<p>Biểu đồ tốt trả lời một câu hỏi. Trước khi vẽ, hãy viết câu hỏi; sau khi vẽ, hãy"
    " viết câu trả lời bằng một câu.</p><ul><li>So sánh giữa các nơi: biểu đồ cột.</li><li>Thay đổi"
    " theo thời gian: biểu đồ đường.</li><li>Cỡ mẫu nhỏ: nêu rõ số quan sát.</li></ul>"
    "<p>Nếu câu trả lời cần nhiều hơn một câu, có thể cần nhiều hơn một biểu đồ.</p>",
    "body_en": "<p>A good chart answers one question. Write the question before you draw, and the"
    " answer, in one sentence, after.</p>",
    "body_ko": "<p>좋은 그래프는 하나의 질문에 답합니다. 그리기 전에 질문을, 그린 뒤에 답을 한"
    " 문장으로 적으십시오.</p>",
}
QUIZ = {
    "title_vi": "Bài kiểm tra ngắn",
    "title_en": "Short quiz",
    "title_ko": "짧은 퀴즈",
    "body_vi": "<p>Năm câu rút ngẫu nhiên từ hai bài đọc.</p>",
    "body_en": "<p>Five questions drawn at random from the two texts.</p>",
    "body_ko": "<p>두 읽기 자료에서 무작위로 뽑은 다섯 문제.</p>",
}
ASSIGNMENT = {
    "title_vi": "Bài tập: một bảng, một câu",
    "title_en": "Assignment: one table, one sentence",
    "title_ko": "과제: 표 하나, 문장 하나",
    "body_vi": "<p>Chọn một bảng số liệu của cơ quan anh/chị. Bổ sung đơn vị, ngày và nguồn cho"
    " từng cột, rồi viết một câu nhận định. Nộp một tệp, không quá hai trang.</p>",
    "body_en": "<p>Take one table of your agency. Add unit, day and source to each column, then"
    " write one sentence on it. Hand in one file of two pages at most.</p>",
    "body_ko": "<p>기관의 표 하나를 골라 각 열에 단위, 날짜, 출처를 적고 한 문장으로"
    " 정리하십시오. 두 쪽 이내 파일 하나를 제출합니다.</p>",
}
SURVEY = {
    "title_vi": "Phiếu khảo sát ẩn danh",
    "title_en": "Anonymous survey",
    "title_ko": "익명 설문",
}


def _options(*texts: tuple[str, bool]) -> list[dict]:
    return [
        {"key": chr(97 + place), "vi": text, "en": "", "ko": "", "is_correct": is_correct}
        for place, (text, is_correct) in enumerate(texts)
    ]


def _truth(is_true: bool) -> list[dict]:
    words = (("Đúng", "True", "맞음", is_true), ("Sai", "False", "틀림", not is_true))
    return [
        {"key": key, "vi": vi, "en": en, "ko": ko, "is_correct": right}
        for key, (vi, en, ko, right) in zip("tf", words, strict=True)
    ]


QUESTIONS = (
    {
        "kind": "single",
        "text_vi": "Ô trống trong bảng số liệu nên được ghi thế nào?",
        "text_en": "How should an empty cell of a table be written?",
        "options": _options(
            ("Chưa có thông tin", True), ("0", False), ("Lấy số của năm trước", False),
            ("Bỏ cả dòng", False),
        ),
        "explanation_vi": "Số 0 là kết quả đo; chỗ thiếu phải được nói rõ là thiếu.",
    },
    {
        "kind": "multiple",
        "text_vi": "Một con số cần kèm theo những gì?",
        "text_en": "What must a figure come with?",
        "options": _options(
            ("Đơn vị", True), ("Ngày", True), ("Nguồn", True), ("Màu sắc", False),
        ),
        "explanation_vi": "Đơn vị, ngày và nguồn giúp người đọc kiểm tra lại con số.",
    },
    {
        "kind": "true_false",
        "text_vi": "Số 0 và “chưa có thông tin” có nghĩa như nhau.",
        "text_en": "Zero and “no information” mean the same.",
        "options": _truth(False),
        "explanation_vi": "Số 0 đã được đo; “chưa có thông tin” là chưa đo hoặc chưa nhận được.",
    },
    {
        "kind": "single",
        "text_vi": "Thay đổi theo thời gian nên được vẽ bằng biểu đồ nào?",
        "text_en": "Which chart shows change over time?",
        "options": _options(
            ("Biểu đồ đường", True), ("Biểu đồ tròn", False), ("Bảng chữ", False),
        ),
        "explanation_vi": "Đường nối các thời điểm cho thấy hướng thay đổi.",
    },
    {
        "kind": "number",
        "text_vi": "Một phường có 12 trạm đo, 9 trạm gửi số liệu. Tỷ lệ trạm gửi số liệu là bao"
        " nhiêu %?",
        "text_en": "A ward has 12 stations, 9 of which sent data. What is the share in %?",
        "number": "75",
        "options": [],
        "explanation_vi": "9 chia 12 bằng 0,75, tức 75%.",
    },
    {
        "kind": "true_false",
        "text_vi": "Nên viết câu hỏi trước khi vẽ biểu đồ.",
        "text_en": "One should write the question before drawing the chart.",
        "options": _truth(True),
        "explanation_vi": "Biểu đồ tốt trả lời một câu hỏi đã biết.",
    },
    {
        "kind": "number",
        "text_vi": "Ba trạm đo được 10, 12 và 14. Giá trị trung bình là bao nhiêu?",
        "text_en": "Three stations measured 10, 12 and 14. What is the mean?",
        "number": "12",
        "options": [],
        "explanation_vi": "Tổng 36 chia cho 3 bằng 12.",
    },
    {
        "kind": "single",
        "text_vi": "Khi số quan sát rất ít, cần làm gì?",
        "text_en": "What to do when there are very few observations?",
        "options": _options(
            ("Nêu rõ số quan sát", True), ("Nhân lên cho nhiều", False),
            ("Không cần nói gì", False),
        ),
        "explanation_vi": "Người đọc cần biết nhận định dựa trên bao nhiêu quan sát.",
    },
)  # fmt: skip

SURVEY_QUESTIONS = (
    {
        "kind": "scale",
        "text_vi": "Khóa học có giúp ích cho công việc của anh/chị không?",
        "text_en": "Does the course help you in your work?",
        "text_ko": "이 과정이 업무에 도움이 됩니까?",
    },
    {
        "kind": "choice",
        "text_vi": "Phần nào hữu ích nhất?",
        "text_en": "Which part was the most useful?",
        "text_ko": "어느 부분이 가장 유익했습니까?",
        "options_vi": "Bài đọc\nBài kiểm tra\nBài tập",
        "options_en": "Texts\nQuiz\nAssignment",
        "options_ko": "읽기 자료\n퀴즈\n과제",
    },
    {
        "kind": "text",
        "text_vi": "Nên sửa điều gì?",
        "text_en": "What should be changed?",
        "text_ko": "무엇을 고쳐야 합니까?",
        "is_required": False,
    },
)
